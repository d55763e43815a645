import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The renderer: one page, every asset beside it, no address outside. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: { outDir: '../out/renderer', emptyOutDir: true, target: 'chrome140', chunkSizeWarningLimit: 1000 },
})
