"""What the rooms without a file of their own have gathered in five years; each row is like one of the demo's (``grown``).

How many: a store of 60 orders a day, with as many calls about them as orders, a tenth as many sales over the counter, one
rescue in a hundred, one loan in thirty, and what is written for each outlet every day, week, month or quarter. Rooms that
add to documents of others, or whose records a dealer has a few hundred of in all, have nothing here: ``NOTHING`` says so.
``[table]`` in a value is the id before the table's first new row.
"""
from grown import Grown

NOTHING = {
    'catalogue': "operations, menus and rates are set up once", 'fitment': "parts are set up once",
    'pricing': "a few price lists an outlet", 'progress': "states of orders"}
VALUE = {'value_id': 'c - [res_partner] + [aftersales_customer_value]'}

ROOMS = {
    'approval': [
        Grown('aftersales_authorisation_request', times=0.5, past='answered_date IS NOT NULL'),
        Grown('aftersales_alternative', times=0.02)],
    'billing': [Grown('aftersales_cash_day', 'day', where="state = 'confirmed'")],
    'floor': [Grown('aftersales_day_report', 'day', where="state = 'seen'")],
    'counter': [Grown('aftersales_checkin_paper', values={'checkin_id': '[aftersales_checkin] + o'})],
    'booking': [Grown('aftersales_booking_day', 'day', values={'date': 'source.at::date'})],
    'care': [Grown('aftersales_consent', 'customer'), Grown('aftersales_contact_check', times=0.1)],
    'action': [Grown('aftersales_action', 'month', 5, values={
        'state': "CASE WHEN is_past THEN 'done' ELSE pattern.state END",
        'done_date': "CASE WHEN is_past THEN at::date END"})],
    'complaint': [Grown('aftersales_complaint_month', 'month')],
    'survey': [Grown('aftersales_survey_letter', 'week'), Grown('aftersales_survey_bulletin', 'quarter')],
    'loan': [
        Grown('aftersales_loan', times=0.03, where="state IN ('back', 'reserved')", past="state = 'back'"),
        Grown('aftersales_loan_sheet', of=('aftersales_loan', 'loan_id')),
        Grown('aftersales_loan_charge', of=('aftersales_loan', 'loan_id'))],
    'tyre': [
        Grown('aftersales_tyre_set', 'vehicle', 0.05, values={'place_id': 'NULL', 'state': "'out'"}),
        Grown('aftersales_tyre', of=('aftersales_tyre_set', 'set_id'))],
    'followup': [
        Grown('aftersales_followup', where='vehicle_id IS NOT NULL', past="state IN ('done', 'superseded')"),
        Grown('aftersales_followup_contact', times=0.5, values={'is_agreed': 'true'}),
        Grown('aftersales_followup_summary', 'month')],
    'customer': [Grown('aftersales_contact_plan', 'vehicle', 0.1)],
    'value': [
        Grown('aftersales_customer_value', 'customer'),
        Grown('aftersales_value_count', 'customer', 2, values={'counted_day': 'source.at::date - (n % 2)::int'}),
        Grown('aftersales_customer_value_change', 'customer', values=VALUE),
        Grown('aftersales_lost_customer', 'customer', 0.05, values={
            **VALUE, 'state': "CASE WHEN is_past THEN 'ended' ELSE pattern.state END",
            'ended_date': 'CASE WHEN is_past THEN at::date END'})],
    'reminder': [
        Grown('aftersales_reminder', 'vehicle', past="state = 'told'"),
        Grown('aftersales_renewal', 'vehicle', 0.5, values={
            'state': "CASE WHEN is_past THEN 'elsewhere' ELSE pattern.state END"})],
    'campaign': [
        Grown('aftersales_campaign', 'quarter', past="state = 'done'"),
        Grown('aftersales_campaign_guest', of=('aftersales_campaign', 'campaign_id'), values={
            'partner_id': '[res_partner] + 1 + n % {customers}'})],
    'rescue': [
        Grown('aftersales_rescue', times=0.01, past="state IN ('closed', 'cancelled')"),
        Grown('aftersales_rescue_tick', of=('aftersales_rescue', 'rescue_id')),
        Grown('aftersales_rescue_offer', of=('aftersales_rescue', 'rescue_id')),
        Grown('aftersales_rescue_sheet', of=('aftersales_rescue', 'rescue_id'))],
    'agreement': [Grown('aftersales_agreement_car', 'vehicle', 0.01)],
    'contract': [
        Grown('aftersales_contract', 'vehicle', 0.05, where="state = 'active'"),
        Grown('aftersales_contract_entitlement', of=('aftersales_contract', 'contract_id')),
        Grown('aftersales_contract_move', of=('aftersales_contract_entitlement', 'entitlement_id'), values={
            'contract_id': '(SELECT contract_id FROM aftersales_contract_entitlement up WHERE up.id = source.parent)'}),
        Grown('aftersales_contract_visit', of=('aftersales_contract', 'contract_id'))],
    'stocking': [Grown('aftersales_lost_sale', times=0.05)],
    'supply': [
        Grown('aftersales_counter_sale', times=0.1, past="state IN ('invoiced', 'handed')"),
        Grown('aftersales_counter_sale_line', of=('aftersales_counter_sale', 'sale_id')),
        Grown('aftersales_short_delivery', times=0.002)],
    'oldpart': [Grown('aftersales_old_part_move', times=0.05, values={
        'old_part_id': '[aftersales_old_part] + n % ({jobs} / 50)+ 1'})],
    'supplier': [Grown('aftersales_incoming_check', times=0.005), Grown('aftersales_part_defect', times=0.001)],
    'deposit': [Grown('aftersales_deposit', times=0.01, where='order_id IS NOT NULL')],
    'member': [Grown('aftersales_member', 'customer', 0.3), Grown('aftersales_benefit', times=0.05, values={
        'state': "CASE WHEN is_past THEN 'used' ELSE pattern.state END"})],
    'store': [
        Grown('aftersales_store_check', 'month', where="state = 'closed'"),
        Grown('aftersales_store_check_line', of=('aftersales_store_check', 'check_id')),
        Grown('aftersales_stock_review', 'quarter')],
    'accident': [
        Grown('aftersales_accident', times=0.02, past="state IN ('settled', 'dropped')"),
        Grown('aftersales_accident_paper', of=('aftersales_accident', 'accident_id')),
        Grown('aftersales_assessment', of=('aftersales_accident', 'accident_id')),
        Grown('aftersales_assessment_line', of=('aftersales_assessment', 'assessment_id'))],
    'reception': [Grown('aftersales_key_move', times=2)],
    'checkin': [Grown('aftersales_home_checkin', times=0.05, values={'appointment_id': '[aftersales_appointment] + o * 2 / 3'})],
    'handover': [
        Grown('aftersales_handover', 'vehicle', 0.1, past="state = 'handed'"),
        Grown('aftersales_handover_line', of=('aftersales_handover', 'handover_id'))],
    'stages': [Grown('aftersales_work_spot', times=0.3)],
    'dispute': [Grown('aftersales_price_dispute', times=0.001, where='order_id IS NOT NULL', past="state = 'decided'")],
    'knowledge': [Grown('aftersales_knowledge_search', 'day', 3)],
    'equipment': [
        Grown('aftersales_equipment_check', 'month', 2),
        Grown('aftersales_tool_loan', 'day', values={'stop': "source.at + interval '1 hour'"})],
    'privacy': [Grown('aftersales_personal_request', 'quarter', past="state = 'done'"), Grown('aftersales_deletion_line', 'month')],
    'people': [
        Grown('aftersales_training_session', 'month', past="state = 'held'"),
        Grown('aftersales_training_participant', of=('aftersales_training_session', 'session_id')),
        Grown('aftersales_mentoring', 'quarter', past="state = 'done'", values={
            'mentor_id': 'pattern.mentor_id', 'apprentice_id': 'pattern.apprentice_id'}), Grown('aftersales_award', 'month')],
    'staffing': [Grown('aftersales_staffing_check', 'month', 4, where=(
        'workshop_id = (SELECT min(workshop_id) FROM aftersales_staffing_check) AND '
        'month = (SELECT max(month) FROM aftersales_staffing_check)'))],
    'standard': [
        Grown('aftersales_audit', 'quarter', where="state = 'approved'"),
        Grown('aftersales_audit_area', of=('aftersales_audit', 'audit_id')),
        Grown('aftersales_audit_line', of=('aftersales_audit', 'audit_id'))],
    'risk': [Grown('aftersales_incident', 'quarter')],
    'site': [
        Grown('aftersales_site_check', 'week', where="state = 'closed'"),
        Grown('aftersales_site_check_line', of=('aftersales_site_check', 'check_id'))],
    'improve': [Grown('aftersales_idea', 'quarter')],
    'insight': [
        Grown('aftersales_indicator_figure', 'month', 60, where='''id IN (
            SELECT DISTINCT ON (indicator_id) id FROM aftersales_indicator_figure ORDER BY indicator_id, month DESC)'''),
        Grown('aftersales_day_close', 'day')],
    'monthly': [Grown('aftersales_monthly_report', 'month', where="state = 'released'")],
    'costing': [Grown('aftersales_order_cost'), Grown('aftersales_cost_entry', 'month', 5)],
    'analysis': [
        Grown('aftersales_forecast', 'month', where='id = (SELECT max(id) FROM aftersales_forecast WHERE id IN (SELECT forecast_id FROM aftersales_forecast_line))'),
        Grown('aftersales_forecast_line', of=('aftersales_forecast', 'forecast_id'))],
    'exchange': [
        Grown('aftersales_exchange_document', times=0.1, past="state = 'sent'"), Grown('aftersales_exchange_call', times=0.2),
        Grown('aftersales_past_visit', 'vehicle'),
        Grown('aftersales_past_visit_line', of=('aftersales_past_visit', 'visit_id'))],
    'appraisal': [
        Grown('aftersales_appraisal_sheet', 'month', people=True, where="state = 'agreed'"),
        Grown('aftersales_appraisal_line', of=('aftersales_appraisal_sheet', 'sheet_id'))],
    'base': [Grown('mail_activity', times=0.01, where="res_model = 'aftersales.order'", values={'res_id': '[aftersales_order] + o'})],
}
