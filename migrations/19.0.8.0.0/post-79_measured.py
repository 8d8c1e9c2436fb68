from odoo.tools import SQL

BY_HAND = "Entered by hand by whoever appraises, with a remark that says from what"
# What was entered by hand before and is measured now: measure, of whom, and how it is counted.
MEASURED = {
    'appraisal_indicator_reject': ('of_record', 'person', (
        "Lines of claims for his jobs, decided in the month, that the maker cut or refused for a reason marked "
        "“By the Record of the Work”")),
    'appraisal_indicator_estim': ('estimates', 'person', (
        "Jobs of his orders delivered in the month whose total ended within 10 % of what the customer first said "
        "yes to ÷ all jobs that a customer said yes to × 100")),
    'appraisal_indicator_oldparts': ('old_parts', 'outlet', (
        "Old parts of his outlet that were past their day at the end of the month: those for claims not handed "
        "in, the others not gone their way")),
    'appraisal_indicator_openq': ('questions', 'person', (
        "Questions of the customers he called whose two days ended in the month and that were solved by then ÷ "
        "all of them × 100")),
    'appraisal_indicator_callsat': ('call_marks', 'outlet', (
        "Mean of the marks that customers of his outlet gave in the month for talks on the phone, worst 0, best "
        "100; a mark does not say who called, so it is the outlet’s")),
    'appraisal_indicator_checktime': ('check_time', 'person', (
        "Checks he closed in the month before the car was promised, or within an hour of the end of the work ÷ "
        "all his checks of cars with a promise × 100")),
    'appraisal_indicator_records': ('records', 'person',
        "Checks he passed in the month on jobs whose cause and correction are written ÷ checks he passed × 100"),
    'appraisal_indicator_load': ('loading', 'outlet',
        "Hours clocked on jobs in his outlet in the month ÷ hours clocked at work there, without breaks × 100"),
    'appraisal_indicator_board': ('board', 'outlet', (
        "Jobs of his outlet finished in the month that were begun between half an hour before the start the board "
        "had for them and the end it had ÷ all jobs with clocked time × 100")),
    'appraisal_indicator_holds': ('holds', 'outlet',
        "Waits of orders of his outlet that ended in the month after more than 24 hours"),
    'appraisal_indicator_out_result': ('result', 'outlet', (
        "Sold without tax less the cost in all, of orders of his outlets closed and invoiced in the month, as "
        "their costs are reckoned")),
}
OF_RECORD = ('iis', 'pnp', 'rdp', 'opq', 'ndf', 'wcp')


def migrate(cr, version):
    """Indicators that a house has left as they came are measured from now on; sheets that were made keep their figures.

    Reasons of the trade's list say whether a claim was lost by the record of the work.
    """
    for name, (measure, scope, formula) in MEASURED.items():
        cr.execute(SQL(
            """
            UPDATE aftersales_appraisal_indicator indicator
               SET measure = %s, scope = %s, formula = jsonb_build_object('en_US', %s::text)
              FROM ir_model_data xmlid
             WHERE xmlid.module = 'aftersales' AND xmlid.name = %s AND xmlid.model = 'aftersales.appraisal.indicator'
               AND indicator.id = xmlid.res_id AND indicator.measure = 'hand' AND indicator.formula->>'en_US' = %s
            """, measure, scope, formula, name, BY_HAND))
    cr.execute(SQL(
        "UPDATE aftersales_claim_reason reason SET is_of_record = TRUE FROM ir_model_data xmlid "
        "WHERE xmlid.module = 'aftersales' AND xmlid.name IN %s AND reason.id = xmlid.res_id",
        tuple(f'claim_reason_{code}' for code in OF_RECORD)))
