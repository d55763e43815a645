/** Attributes at the top of the OCSF classes that Security Lake writes, of versions 1.0.0-rc.2 to 1.5: https://schema.ocsf.io. */
export const ocsfColumns: ReadonlySet<string> = new Set(
  `action action_id activity activity_id activity_name actor actual_permissions affected_code affected_packages
  anomaly_analyses answers api app attacks auth_protocol auth_protocol_id authorizations auth_factors
  actor_user_uid category_name category_uid certificate class_name class_uid cloud comment compliance confidence
  confidence_id confidence_score connection_info count cis_csc custom_data data_sources database databucket desc
  device disposition disposition_id dst_endpoint duration email enrichments end_time end_time_dt entity entity_result
  evidences file finding finding_info finding_info_list firewall_rule group http_cookies http_request http_response
  http_status identity impact impact_id impact_score is_alert is_cleartext is_mfa is_new_logon is_remote
  is_suspected_breach ja4_fingerprint_list kill_chain load_balancer logon_process logon_type logon_type_id malware
  message metadata mfa nist observables osint policy priority priority_id privileges process proxy proxy_connection_info
  proxy_endpoint proxy_http_request proxy_http_response proxy_tls proxy_traffic query query_time query_time_dt
  raw_data raw_data_hash rcode rcode_id ref_event_code ref_event_name ref_event_uid ref_time relay remediation requested_permissions
  resource resources response_time response_time_dt risk_details risk_level risk_level_id risk_score service session
  severity severity_id src_endpoint src_url start_time start_time_dt state state_id status status_code status_detail
  status_id time time_dt timezone_offset tls traffic tree_uid type_name type_uid unmapped url user user_result users
  vendor_attributes verdict verdict_id vulnerabilities web_resources web_resources_result`
    .trim()
    .split(/\s+/),
)
