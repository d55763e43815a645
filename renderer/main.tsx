import { BlueprintProvider } from '@blueprintjs/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@blueprintjs/core/lib/css/blueprint.css'
import '@blueprintjs/select/lib/css/blueprint-select.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/kit.css'
import './styles/tabs.css'
import './styles/severity.css'
import './styles/found.css'
import './styles/narrow.css'
import './styles/forced.css'
import { App } from './app/app.tsx'
import { answers } from './ask.ts'
import { followCase } from './state/case.ts'
import { keepWork } from './state/kept.ts'

keepWork()
followCase()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <BlueprintProvider>
      <QueryClientProvider client={answers}>
        <App />
      </QueryClientProvider>
    </BlueprintProvider>
  </StrictMode>,
)
