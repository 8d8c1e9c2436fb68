{
    'name': 'After-Sales',
    'version': '19.0.8.0.0',
    'category': 'Services/After-Sales',
    'sequence': 45,
    'summary': 'Booking, check-in, repair orders, parts and invoices for car dealers',
    'author': 'Aftersales contributors',
    'license': 'LGPL-3',
    'images': ['static/description/banner.png'],
    'depends': [
        'account_fleet', 'account_payment', 'hr_fleet', 'hr_skills', 'portal', 'purchase_stock', 'rating', 'sms',
        'stock_account', 'survey',
    ],
    'external_dependencies': {'python': ['vobject']},
    'data': [
        # One block a room: removing a room means deleting its folders and its lines.
        # base
        'security/base/groups.xml', 'security/base/ir.model.access.csv', 'security/base/rules.xml', 'views/base/menus.xml',
        'data/base/crons.xml', 'wizard/base/wizards.xml', 'report/base/layout.xml', 'views/base/portal_templates.xml',
        'views/base/batch_failure_views.xml', 'views/base/notice_views.xml', 'views/base/res_config_settings_views.xml',
        # vehicle
        'security/vehicle/groups.xml', 'security/vehicle/ir.model.access.csv', 'security/vehicle/rules.xml',
        'data/vehicle/file_items.xml', 'data/vehicle/vin_regions.xml', 'report/vehicle/report_actions.xml',
        'report/vehicle/report_basic_file.xml', 'views/vehicle/fleet_vehicle_odometer_views.xml',
        'views/vehicle/fleet_vehicle_views.xml', 'views/vehicle/file_item_views.xml',
        'views/vehicle/maintenance_plan_views.xml', 'views/vehicle/res_partner_views.xml', 'views/vehicle/stock_lot_views.xml',
        'views/vehicle/vin_region_views.xml', 'views/vehicle/res_config_settings_views.xml', 'views/vehicle/home_templates.xml',
        'views/vehicle/portal_templates.xml', 'views/vehicle/product_template_views.xml', 'views/vehicle/menus.xml',
        # outlet
        'security/outlet/ir.model.access.csv', 'security/outlet/rules.xml', 'data/outlet/opening_hours.xml',
        'data/outlet/workshops.xml', 'data/outlet/deadline_data.xml', 'report/outlet/print_head.xml',
        'views/outlet/deadline_views.xml', 'views/outlet/bay_views.xml', 'views/outlet/hr_employee_views.xml',
        'views/outlet/res_config_settings_views.xml', 'views/outlet/special_day_views.xml', 'views/outlet/workshop_views.xml',
        'views/outlet/workshop_print_views.xml', 'views/outlet/today_views.xml', 'views/outlet/menus.xml',
        # catalogue
        'security/catalogue/ir.model.access.csv', 'security/catalogue/rules.xml', 'data/catalogue/pay_types.xml',
        'data/catalogue/products.xml', 'data/catalogue/work_classes.xml', 'views/catalogue/labour_rate_views.xml',
        'views/catalogue/maintenance_plan_views.xml', 'views/catalogue/operation_views.xml',
        'views/catalogue/pay_type_views.xml', 'views/catalogue/work_class_views.xml', 'views/catalogue/workshop_views.xml',
        'views/catalogue/product_template_views.xml', 'views/catalogue/menu_views.xml', 'views/catalogue/menus.xml',
        # order
        'security/order/groups.xml', 'security/order/ir.model.access.csv', 'security/order/rules.xml', 'data/order/crons.xml',
        'data/order/promise_data.xml', 'data/order/deadlines.xml', 'wizard/order/wizards.xml',
        'report/order/print_guarantees.xml', 'report/order/print_parts.xml', 'report/order/report_actions.xml',
        'report/order/report_estimate.xml', 'report/order/report_repair_order.xml', 'report/order/report_vehicle_history.xml',
        'views/order/button_views.xml', 'views/order/fleet_vehicle_odometer_views.xml', 'views/order/job_views.xml',
        'views/order/order_views.xml', 'views/order/cancel_views.xml', 'views/order/estimate_views.xml',
        'views/order/notice_views.xml', 'views/order/odometer_views.xml', 'views/order/hold_views.xml',
        'views/order/workshop_views.xml', 'views/order/home_templates.xml', 'views/order/portal_templates.xml',
        'views/order/portal_vehicle_templates.xml', 'views/order/menus.xml',
        # approval
        'security/approval/ir.model.access.csv', 'security/approval/rules.xml', 'data/approval/authorisation_data.xml',
        'wizard/approval/wizards.xml', 'report/approval/report_actions.xml', 'report/approval/report_authorisation.xml',
        'views/approval/authorisation_request_views.xml', 'views/approval/authorisation_views.xml',
        'views/approval/order_views.xml', 'views/approval/res_config_settings_views.xml',
        'views/approval/authorise_templates.xml',
        # planning
        'security/planning/groups.xml', 'security/planning/ir.model.access.csv', 'security/planning/rules.xml',
        'data/planning/activity_types.xml', 'data/planning/crons.xml', 'wizard/planning/wizards.xml',
        'views/planning/authorisation_views.xml', 'views/planning/board_views.xml', 'views/planning/job_views.xml',
        'views/planning/order_views.xml', 'views/planning/res_config_settings_views.xml',
        # billing
        'security/billing/ir.model.access.csv', 'security/billing/rules.xml', 'data/billing/discount_limits.xml',
        'data/billing/activity_types.xml', 'report/billing/report_actions.xml', 'report/billing/report_invoice.xml',
        'report/billing/report_settlement.xml', 'views/billing/account_move_views.xml',
        'views/billing/discount_limit_views.xml', 'views/billing/job_views.xml', 'views/billing/order_views.xml',
        'views/billing/res_partner_views.xml', 'views/billing/menus.xml', 'wizard/billing/wizards.xml',
        # parts
        'security/parts/groups.xml', 'security/parts/ir.model.access.csv', 'data/parts/stock_data.xml',
        'data/parts/activity_types.xml', 'data/parts/deadlines.xml', 'report/parts/report_actions.xml',
        'report/parts/report_issue_slip.xml', 'views/parts/order_line_views.xml', 'views/parts/order_views.xml',
        'views/parts/res_config_settings_views.xml', 'views/parts/stock_picking_views.xml',
        'views/parts/stock_warehouse_views.xml', 'views/parts/menus.xml',
        # sublet
        'security/sublet/groups.xml', 'security/sublet/ir.model.access.csv', 'data/sublet/activity_types.xml',
        'data/sublet/products.xml', 'views/sublet/res_config_settings_views.xml', 'views/sublet/sublet_views.xml',
        'views/sublet/purchase_order_views.xml',
        # floor
        'security/floor/groups.xml', 'security/floor/ir.model.access.csv', 'security/floor/rules.xml', 'data/floor/crons.xml',
        'report/floor/report_actions.xml', 'report/floor/report_daily.xml', 'report/floor/report_job_card.xml',
        'views/floor/clock_tablet_views.xml', 'views/floor/res_config_settings_views.xml', 'views/floor/technician_views.xml',
        'views/floor/daily_report_views.xml', 'views/floor/time_entry_views.xml', 'views/floor/menus.xml',
        # quality
        'security/quality/groups.xml', 'security/quality/ir.model.access.csv', 'security/quality/rules.xml',
        'data/quality/inspection_templates.xml', 'data/quality/work_classes.xml', 'views/quality/comeback_views.xml',
        'views/quality/inspection_views.xml', 'views/quality/return_wizard_views.xml', 'views/quality/job_views.xml',
        'views/quality/res_config_settings_views.xml', 'views/quality/work_class_views.xml',
        'views/quality/inspection_template_views.xml', 'views/quality/menus.xml',
        # health
        'security/health/groups.xml', 'security/health/ir.model.access.csv', 'security/health/rules.xml',
        'data/health/decline_reasons.xml', 'data/health/health_areas.xml', 'data/health/health_items.xml',
        'data/health/health_phrases.xml', 'data/health/health_templates.xml', 'wizard/health/wizards.xml',
        'report/health/report_health_check.xml', 'views/health/declined_views.xml', 'views/health/finding_views.xml',
        'views/health/health_check_views.xml', 'views/health/job_views.xml', 'views/health/order_views.xml',
        'views/health/print_views.xml', 'views/health/recommendation_report_views.xml', 'views/health/setup_views.xml',
        'views/health/menus.xml',
        # booking
        'security/booking/groups.xml', 'security/booking/ir.model.access.csv', 'security/booking/rules.xml',
        'data/booking/appointment_crons.xml', 'data/booking/appointment_templates.xml', 'data/booking/enquiry_data.xml',
        'data/booking/deadlines.xml', 'data/booking/online_templates.xml', 'report/booking/report_actions.xml',
        'report/booking/report_preparation.xml', 'views/booking/appointment_views.xml', 'views/booking/away_views.xml',
        'views/booking/booking_report_views.xml', 'views/booking/button_views.xml', 'views/booking/enquiry_views.xml',
        'views/booking/online_offer_views.xml', 'views/booking/online_settings_views.xml',
        'views/booking/preparation_views.xml', 'views/booking/res_config_settings_views.xml', 'views/booking/setup_views.xml',
        'views/booking/slot_search_views.xml', 'views/booking/booking_templates.xml', 'views/booking/home_templates.xml',
        'views/booking/portal_templates.xml', 'views/booking/portal_vehicle_templates.xml', 'views/booking/menus.xml',
        # counter
        'security/counter/groups.xml', 'security/counter/ir.model.access.csv', 'security/counter/rules.xml',
        'data/counter/activity_types.xml', 'data/counter/checkin_data.xml', 'data/counter/delivery_points.xml',
        'data/counter/delivery_templates.xml', 'wizard/counter/checkin_wizards.xml', 'wizard/counter/wizards.xml',
        'report/counter/report_actions.xml', 'report/counter/report_checkin.xml', 'report/counter/report_delivery.xml',
        'report/counter/report_exit_pass.xml', 'views/counter/checkin_views.xml', 'views/counter/order_views.xml',
        'views/counter/print_views.xml', 'views/counter/setup_views.xml', 'views/counter/delivery_views.xml',
        # care
        'security/care/groups.xml', 'security/care/ir.model.access.csv', 'security/care/rules.xml', 'data/care/crons.xml',
        'data/care/mail_templates.xml', 'views/care/res_config_settings_views.xml', 'views/care/rating_views.xml',
        'views/care/consent_views.xml', 'views/care/portal_templates.xml',
        # law
        'security/law/groups.xml', 'security/law/ir.model.access.csv', 'security/law/rules.xml', 'data/law/lists.xml',
        'data/law/statutes.xml', 'data/law/crons.xml', 'data/law/choose.xml', 'wizard/law/wizards.xml',
        'report/law/report_actions.xml', 'report/law/report_statute.xml', 'report/law/report_repair_record.xml',
        'report/law/report_case.xml', 'views/law/problem_views.xml', 'views/law/statute_views.xml',
        'views/law/relief_views.xml', 'views/law/order_views.xml', 'views/law/job_views.xml', 'views/law/catalogue_views.xml',
        'views/law/case_views.xml', 'views/law/watch_views.xml', 'views/law/fleet_vehicle_views.xml',
        'views/law/portal_templates.xml', 'views/law/menus.xml',
        # warranty
        'security/warranty/groups.xml', 'security/warranty/ir.model.access.csv', 'security/warranty/rules.xml',
        'data/warranty/activity_types.xml', 'data/warranty/crons.xml', 'data/warranty/exclusions.xml',
        'data/warranty/free_issue_limits.xml', 'data/warranty/stock_data.xml', 'wizard/warranty/wizards.xml',
        'report/warranty/report_actions.xml', 'report/warranty/report_coverage_card.xml', 'report/warranty/report_refusal.xml',
        'report/warranty/report_free_request.xml', 'report/warranty/report_old_part_tag.xml',
        'views/warranty/exclusion_views.xml', 'views/warranty/policy_views.xml', 'views/warranty/coverage_views.xml',
        'views/warranty/registration_views.xml', 'views/warranty/old_part_views.xml', 'views/warranty/free_issue_views.xml',
        'views/warranty/free_issue_limit_views.xml', 'views/warranty/res_config_settings_views.xml',
        'views/warranty/portal_templates.xml', 'views/warranty/menus.xml',
        # claim
        'security/claim/groups.xml', 'security/claim/ir.model.access.csv', 'security/claim/rules.xml',
        'data/claim/activity_types.xml', 'data/claim/crons.xml', 'data/claim/deadlines.xml', 'wizard/claim/wizards.xml',
        'report/claim/report_actions.xml', 'report/claim/report_claim.xml', 'report/claim/report_service.xml',
        'views/claim/claim_views.xml', 'views/claim/job_views.xml', 'views/claim/claim_terms_views.xml',
        'views/claim/places_views.xml', 'views/claim/menus.xml', 'security/claim/money_rules.xml', 'data/claim/money.xml',
        'wizard/claim/money_wizards.xml', 'views/claim/claim_money_views.xml', 'views/claim/claim_credit_views.xml',
        'views/claim/money_menus.xml', 'security/claim/supplier_rules.xml', 'data/claim/claim_reasons.xml',
        'data/claim/defect_codes.xml', 'data/claim/supplier_data.xml', 'data/claim/claim_exports.xml',
        'data/claim/claim_export_star.xml', 'wizard/claim/export_wizards.xml', 'report/claim/supplier_report_actions.xml',
        'report/claim/report_claim_statement.xml', 'views/claim/claim_statement_views.xml',
        'report/claim/report_station_settlement.xml', 'views/claim/claim_supplier_views.xml',
        'views/claim/station_settlement_views.xml', 'views/claim/claim_export_views.xml', 'views/claim/tables_views.xml',
        'report/claim/report_warranty_month.xml', 'views/claim/supplier_menus.xml',
        # recall
        'security/recall/ir.model.access.csv', 'security/recall/rules.xml', 'data/recall/crons.xml',
        'data/recall/mail_templates.xml', 'wizard/recall/wizards.xml', 'report/recall/report_actions.xml',
        'report/recall/report_recall_letter.xml', 'views/recall/recall_vehicle_views.xml', 'views/recall/recall_week_views.xml',
        'views/recall/recall_views.xml', 'views/recall/defect_report_views.xml', 'views/recall/fleet_vehicle_views.xml',
        'views/recall/portal_templates.xml', 'views/recall/menus.xml',
        # action
        'security/action/groups.xml', 'security/action/ir.model.access.csv', 'security/action/rules.xml',
        'data/action/action_data.xml', 'views/action/action_views.xml', 'views/action/menus.xml',
        # complaint
        'security/complaint/groups.xml', 'security/complaint/ir.model.access.csv', 'security/complaint/rules.xml',
        'data/complaint/lists.xml', 'data/complaint/deadlines.xml', 'data/complaint/crons.xml', 'data/complaint/crisis.xml',
        'data/complaint/mail_templates.xml', 'wizard/complaint/wizards.xml', 'report/complaint/report_actions.xml',
        'report/complaint/report_complaint.xml', 'report/complaint/report_complaint_letter.xml',
        'report/complaint/report_complaint_month.xml', 'report/complaint/report_crisis.xml',
        'report/complaint/report_complaint_urge.xml', 'views/complaint/crisis_views.xml', 'views/complaint/complaint_views.xml',
        'views/complaint/setup_views.xml', 'views/complaint/lesson_views.xml', 'views/complaint/places_views.xml',
        'views/complaint/res_config_settings_views.xml', 'views/complaint/money_views.xml', 'views/complaint/figures_views.xml',
        'views/complaint/people_views.xml', 'views/complaint/portal_templates.xml', 'views/complaint/menus.xml',
        # survey
        'security/survey/groups.xml', 'security/survey/ir.model.access.csv', 'security/survey/rules.xml',
        'data/survey/scales.xml', 'data/survey/questionnaires.xml', 'data/survey/triggers.xml', 'data/survey/answer_rules.xml',
        'security/survey/insight/ir.model.access.csv', 'security/survey/insight/insight_rules.xml', 'data/survey/targets.xml',
        'data/survey/terms.xml', 'data/survey/insight_crons.xml', 'data/survey/crons.xml', 'data/survey/mail_templates.xml',
        'views/survey/invitation_views.xml', 'views/survey/questionnaire_views.xml', 'views/survey/setup_views.xml',
        'views/survey/places_views.xml', 'views/survey/page_templates.xml', 'wizard/survey/wizards.xml',
        'report/survey/report_survey_bulletin.xml', 'report/survey/report_survey_letter.xml',
        'views/survey/survey_report_views.xml', 'views/survey/survey_target_views.xml',
        'views/survey/survey_bulletin_views.xml', 'views/survey/survey_letter_views.xml', 'views/survey/survey_term_views.xml',
        'views/survey/bulletin_portal_templates.xml', 'views/survey/menus.xml', 'views/survey/insight_menus.xml',
        # loan
        'security/loan/groups.xml', 'security/loan/ir.model.access.csv', 'security/loan/rules.xml', 'data/loan/loan_data.xml',
        'wizard/loan/wizards.xml', 'report/loan/report_actions.xml', 'report/loan/report_loan.xml', 'views/loan/loan_views.xml',
        'views/loan/loan_sheet_views.xml', 'views/loan/loaner_views.xml', 'views/loan/loan_report_views.xml',
        'views/loan/places_views.xml', 'views/loan/portal_templates.xml', 'views/loan/menus.xml',
        # tyre
        'security/tyre/groups.xml', 'security/tyre/ir.model.access.csv', 'security/tyre/rules.xml', 'data/tyre/tyre_data.xml',
        'report/tyre/report_tyre_labels.xml', 'views/tyre/tyre_set_views.xml', 'views/tyre/places_views.xml',
        'views/tyre/menus.xml',
        # followup
        'security/followup/groups.xml', 'security/followup/ir.model.access.csv', 'security/followup/rules.xml',
        'data/followup/crons.xml', 'data/followup/mail_templates.xml', 'data/followup/scripts.xml', 'data/followup/rules.xml',
        'data/followup/tips.xml', 'report/followup/report_contacts.xml', 'report/followup/report_followup_letter.xml',
        'report/followup/report_call_record.xml', 'report/followup/report_followup_summary.xml', 'wizard/followup/wizards.xml',
        'views/followup/followup_views.xml', 'views/followup/contact_views.xml', 'views/followup/setup_views.xml',
        'views/followup/summary_views.xml', 'views/followup/letter_templates.xml', 'views/followup/places_views.xml',
        'views/followup/portal_templates.xml', 'views/followup/menus.xml',
        # customer
        'security/customer/ir.model.access.csv', 'security/customer/rules.xml', 'data/customer/tags.xml',
        'data/customer/topics.xml', 'data/customer/file_items.xml', 'data/customer/rules.xml', 'wizard/customer/wizards.xml',
        'report/customer/report_customer_file.xml', 'views/customer/res_partner_views.xml',
        'views/customer/contact_plan_views.xml', 'views/customer/file_views.xml', 'views/customer/setup_views.xml',
        'views/customer/menus.xml',
        # value
        'security/value/groups.xml', 'security/value/ir.model.access.csv', 'security/value/rules.xml', 'data/value/crons.xml',
        'data/value/bands.xml', 'data/value/lost_reasons.xml', 'data/value/rules.xml', 'wizard/value/wizards.xml',
        'views/value/lost_customer_views.xml', 'views/value/customer_value_views.xml', 'views/value/retention_views.xml',
        'views/value/setup_views.xml', 'views/value/places_views.xml', 'views/value/menus.xml',
        # reminder
        'security/reminder/groups.xml', 'security/reminder/ir.model.access.csv', 'security/reminder/rules.xml',
        'data/reminder/crons.xml', 'data/reminder/mail_templates.xml', 'data/reminder/days.xml', 'data/reminder/scripts.xml',
        'data/reminder/rules.xml', 'report/reminder/report_reminder.xml', 'views/reminder/reminder_views.xml',
        'views/reminder/renewal_views.xml', 'views/reminder/setup_views.xml', 'views/reminder/places_views.xml',
        'views/reminder/portal_templates.xml', 'views/reminder/menus.xml',
        # campaign
        'security/campaign/groups.xml', 'security/campaign/ir.model.access.csv', 'security/campaign/rules.xml',
        'data/campaign/crons.xml', 'data/campaign/scripts.xml', 'data/campaign/kinds.xml', 'data/campaign/mail_templates.xml',
        'report/campaign/report_actions.xml', 'report/campaign/report_campaign.xml', 'views/campaign/campaign_views.xml',
        'views/campaign/campaign_guest_views.xml', 'views/campaign/places_views.xml', 'views/campaign/portal_templates.xml',
        'views/campaign/menus.xml',
        # rescue
        'security/rescue/groups.xml', 'security/rescue/ir.model.access.csv', 'security/rescue/rules.xml',
        'data/rescue/rescue_data.xml', 'data/rescue/deadlines.xml', 'data/rescue/steps.xml', 'data/rescue/followup_rules.xml',
        'data/rescue/mail_templates.xml', 'report/rescue/report_actions.xml', 'report/rescue/report_rescue.xml',
        'views/rescue/rescue_views.xml', 'views/rescue/sheet_views.xml', 'views/rescue/work_views.xml',
        'views/rescue/setup_views.xml', 'views/rescue/places_views.xml', 'views/rescue/driver_templates.xml',
        'views/rescue/portal_templates.xml', 'views/rescue/menus.xml',
        # agreement
        'security/agreement/groups.xml', 'security/agreement/ir.model.access.csv', 'security/agreement/rules.xml',
        'data/agreement/agreement_data.xml', 'views/agreement/agreement_views.xml', 'views/agreement/places_views.xml',
        'views/agreement/menus.xml',
        # fitment
        'security/fitment/ir.model.access.csv', 'security/fitment/rules.xml', 'data/fitment/part_classes.xml',
        'views/fitment/fitment_views.xml', 'views/fitment/part_supersession_views.xml', 'views/fitment/part_class_views.xml',
        'views/fitment/product_template_views.xml', 'views/fitment/find_part_views.xml',
        'views/fitment/fitment_mapping_views.xml', 'wizard/fitment/wizards.xml', 'views/fitment/menus.xml',
        # contract
        'security/contract/groups.xml', 'security/contract/ir.model.access.csv', 'security/contract/rules.xml',
        'data/contract/contract_data.xml', 'report/contract/report_contract.xml', 'views/contract/contract_type_views.xml',
        'views/contract/contract_views.xml', 'views/contract/places_views.xml', 'wizard/contract/wizards.xml',
        'views/contract/menus.xml',
        # stocking
        'security/stocking/groups.xml', 'security/stocking/ir.model.access.csv', 'security/stocking/rules.xml',
        'data/stocking/crons.xml', 'views/stocking/stocking_proposal_views.xml', 'views/stocking/stocking_policy_views.xml',
        'views/stocking/lost_sale_views.xml', 'views/stocking/stock_age_views.xml', 'views/stocking/places_views.xml',
        'views/stocking/menus.xml',
        # supply
        'security/supply/groups.xml', 'security/supply/ir.model.access.csv', 'security/supply/rules.xml',
        'data/supply/activity_types.xml', 'data/supply/supply_data.xml', 'data/supply/counter_types.xml',
        'report/supply/report_counter_receipt.xml', 'views/supply/request_views.xml', 'views/supply/window_views.xml',
        'views/supply/counter_sale_views.xml', 'views/supply/short_delivery_views.xml', 'views/supply/places_views.xml',
        'wizard/supply/wizards.xml', 'views/supply/menus.xml',
        # pricing
        'security/pricing/groups.xml', 'security/pricing/ir.model.access.csv', 'security/pricing/rules.xml',
        'data/pricing/pricing_data.xml', 'report/pricing/report_price_list.xml', 'views/pricing/price_list_views.xml',
        'views/pricing/places_views.xml', 'views/pricing/page_templates.xml', 'views/pricing/menus.xml',
        # oldpart
        'security/oldpart/groups.xml', 'security/oldpart/ir.model.access.csv', 'security/oldpart/rules.xml',
        'report/oldpart/report_old_part_receipt.xml', 'views/oldpart/old_part_views.xml', 'views/oldpart/places_views.xml',
        'views/oldpart/old_part_top_views.xml', 'views/oldpart/menus.xml',
        # supplier
        'security/supplier/groups.xml', 'security/supplier/ir.model.access.csv', 'security/supplier/rules.xml',
        'data/supplier/supplier_data.xml', 'data/supplier/criteria.xml', 'wizard/supplier/wizards.xml',
        'views/supplier/part_defect_views.xml', 'views/supplier/supplier_score_views.xml', 'views/supplier/incoming_views.xml',
        'views/supplier/places_views.xml', 'views/supplier/menus.xml',
        # deposit
        'security/deposit/groups.xml', 'security/deposit/ir.model.access.csv', 'security/deposit/rules.xml',
        'data/deposit/deposit_data.xml', 'views/deposit/deposit_views.xml', 'wizard/deposit/wizards.xml',
        'views/deposit/places_views.xml', 'views/deposit/menus.xml',
        # member
        'security/member/groups.xml', 'security/member/ir.model.access.csv', 'security/member/rules.xml',
        'data/member/member_data.xml', 'views/member/benefit_views.xml', 'views/member/member_views.xml',
        'wizard/member/wizards.xml', 'views/member/places_views.xml', 'views/member/menus.xml',
        # dispute
        'security/dispute/groups.xml', 'security/dispute/ir.model.access.csv', 'security/dispute/rules.xml',
        'data/dispute/dispute_data.xml', 'report/dispute/report_dispute.xml', 'views/dispute/dispute_views.xml',
        'views/dispute/places_views.xml', 'views/dispute/menus.xml',
    ],
    'demo': [
        # outlet
        'demo/outlet/language.xml', 'demo/outlet/gateways.xml',
        # vehicle
        'demo/vehicle/masters.xml', 'demo/vehicle/fleet.vehicle.model.csv', 'demo/vehicle/res.partner.csv',
        # catalogue
        'demo/catalogue/product.category.csv', 'demo/catalogue/product.product.csv',
        # outlet
        'demo/outlet/companies.xml', 'demo/outlet/people.xml', 'demo/outlet/skills.xml', 'demo/outlet/employee_skills.xml',
        'demo/outlet/workshops.xml',
        # catalogue
        'demo/catalogue/labour_rates.xml', 'demo/catalogue/aftersales.operation.csv', 'demo/catalogue/menus.xml',
        'demo/catalogue/maintenance_plans.xml',
        # outlet
        'demo/outlet/fleet.vehicle.csv',
        # vehicle
        'demo/vehicle/history.xml',
        # parts
        'demo/parts/stock.xml',
        # billing
        'demo/billing/customers.xml',
        # order
        'demo/order/visits.xml',
        # planning
        'demo/planning/board.xml',
        # approval
        'demo/approval/questions.xml',
        # booking
        'demo/booking/enquiries.xml',
        # counter
        'demo/counter/checkins.xml',
        # booking
        'demo/booking/capacity.xml', 'demo/booking/appointments.xml', 'demo/booking/online_offer.xml',
        # order
        'demo/order/customer.xml',
        # warranty
        'demo/warranty/warranty.xml',
        # outlet
        'demo/outlet/conditions.xml',
        # law
        'demo/law/cases.xml',
        # claim
        'demo/claim/claim.xml', 'demo/claim/money.xml', 'demo/claim/suppliers.xml',
        # recall
        'demo/recall/recalls.xml',
        # complaint
        'demo/complaint/complaints.xml',
        # survey
        'demo/survey/surveys.xml',
        # loan
        'demo/loan/loans.xml',
        # tyre
        'demo/tyre/tyres.xml',
        # followup
        'demo/followup/followups.xml',
        # customer
        'demo/customer/customers.xml',
        # value
        'demo/value/values.xml',
        # reminder
        'demo/reminder/reminders.xml',
        # campaign
        'demo/campaign/campaigns.xml',
        # rescue
        'demo/rescue/rescues.xml',
        # agreement
        'demo/agreement/agreements.xml',
        # fitment
        'demo/fitment/product.product.csv', 'demo/fitment/fitments.xml',
        # contract
        'demo/contract/contracts.xml',
        # stocking
        'demo/stocking/stocking.xml',
        # supply
        'demo/supply/supply.xml',
        # pricing
        'demo/pricing/price_lists.xml',
        # oldpart
        'demo/oldpart/old_parts.xml',
        # supplier
        'demo/supplier/suppliers.xml',
        # deposit
        'demo/deposit/deposits.xml',
        # member
        'demo/member/levels.xml',
        # dispute
        'demo/dispute/disputes.xml',
    ],
    'assets': {
        'web.assets_backend': [
            'aftersales/static/src/**/*',
            ('remove', 'aftersales/static/src/*/portal/**/*'),
            ('remove', 'aftersales/static/src/*/online/**/*'),
            ('remove', 'aftersales/static/src/*/page/**/*'),
            ('remove', 'aftersales/static/src/*/clock_tablet/**/*'),
        ],
        # The page of the shared time clock: no login, so none of the backend either.
        'aftersales.assets_clock_tablet': [
            ('include', 'web._assets_helpers'),
            ('include', 'web._assets_primary_variables'),
            ('include', 'web._assets_frontend_helpers'),
            'web/static/src/scss/pre_variables.scss',
            'web/static/lib/bootstrap/scss/_variables.scss',
            'web/static/lib/bootstrap/scss/_variables-dark.scss',
            'web/static/lib/bootstrap/scss/_maps.scss',
            ('include', 'web._assets_bootstrap_frontend'),
            ('include', 'web._assets_bootstrap_backend'),
            'web/static/lib/bootstrap/scss/_functions.scss',
            'web/static/lib/bootstrap/scss/utilities/_api.scss',
            'web/static/src/libs/fontawesome/css/font-awesome.css',
            ('include', 'web._assets_core'),
            'web/static/src/session.js',
            'web/static/src/views/fields/formatters.js',
            'aftersales/static/src/floor/clock_tablet/**/*',
        ],
        'web.assets_frontend': ['aftersales/static/src/*/portal/**/*', 'aftersales/static/src/*/online/**/*'],
        'web.assets_tests': ['aftersales/static/tests/**/*'],
    },
    'uninstall_hook': 'uninstall_hook',
    'application': True,
}
