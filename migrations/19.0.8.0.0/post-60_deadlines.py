from odoo import SUPERUSER_ID, api
from odoo.tools.sql import column_exists, table_exists

COUNTED = {'outlet': 'outlet_days', 'calendar': 'calendar_days', 'company': 'company_days', 'law': 'law_days'}
RETIRED_CRONS = ('cron_escalate_enquiries', 'cron_escalate_rescues')


def migrate(cr, version):
    """Deadlines of all documents are rows of one table: those of complaints and of enquiries that a house has changed move
    there as they were, and one scheduled action tells of what is late."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    _take_over_complaints(env)
    _take_over_enquiries(env)
    env.ref('aftersales.cron_escalate_deadlines').write({
        'name': "After-Sales: tell whoever has to hear of what is late", 'interval_number': 5, 'interval_type': 'minutes',
        'model_id': env['ir.model']._get_id('aftersales.deadline'), 'code': 'model._cron_escalate()'})
    for name in RETIRED_CRONS:
        cron = env.ref(f'aftersales.{name}', raise_if_not_found=False)
        if cron:
            cron.unlink()


def _take_over_complaints(env):
    cr = env.cr
    if not table_exists(cr, 'aftersales_complaint_deadline'):
        return
    columns = ['stage', 'is_abroad', 'severity', 'company_id', 'term_days', 'counted_in', *(
        name if column_exists(cr, 'aftersales_complaint_deadline', name) else f'NULL AS {name}'
        for name in ('category_id', 'source'))]
    cr.execute(f"""
        SELECT {', '.join(columns)}
          FROM aftersales_complaint_deadline
      ORDER BY id
    """)
    rows = cr.dictfetchall()
    Deadline = env['aftersales.deadline']
    # The table as it was is the house's: rows that came with the code and are no more are not promised again.
    Deadline.search([('document', '=', 'complaint')]).active = False
    for number, row in enumerate(rows, 1):
        values = {
            'sequence': 10 * number, 'term_minutes': max(round(row['term_days'] * 1440), 1),
            'counted_in': COUNTED[row['counted_in']], 'source': row['source'], 'active': True}
        key = {
            'document': 'complaint', 'promise_step': row['stage'], 'area_kind': row['is_abroad'] or False,
            'severity': row['severity'] or False, 'category_id': row['category_id'] or False,
            'company_id': row['company_id'] or False}
        known = Deadline.with_context(active_test=False).search(
            [(name, '=', value) for name, value in key.items()] + [('kind', '=', False)], limit=1)
        if known:
            known.write(values)
        else:
            Deadline.create({**key, **values})
    _forget_model(cr, 'aftersales.complaint.deadline')


def _forget_model(cr, model):
    """Its rows have moved: table, fields, rights and names go with it, as the code that knew them has gone."""
    cr.execute("SELECT id FROM ir_model WHERE model = %s", [model])
    number, = cr.fetchone()
    cr.execute("DELETE FROM ir_model_data WHERE model = %s", [model])
    for table, name in (
            ('ir_model_access', 'ir.model.access'), ('ir_rule', 'ir.rule'), ('ir_model_fields', 'ir.model.fields')):
        cr.execute(f"DELETE FROM ir_model_data WHERE model = %s AND res_id IN (SELECT id FROM {table} WHERE model_id = %s)", [
            name, number])
    cr.execute("DELETE FROM ir_model_data WHERE model = 'ir.model' AND res_id = %s", [number])
    cr.execute("DELETE FROM ir_model WHERE id = %s", [number])
    cr.execute(f"DROP TABLE {model.replace('.', '_')}")


def _take_over_enquiries(env):
    cr = env.cr
    if not column_exists(cr, 'res_company', 'aftersales_response_hours'):
        return
    cr.execute("SELECT id, aftersales_response_hours, aftersales_answer_hours FROM res_company")
    for company_id, respond, reply in cr.fetchall():
        company = env['res.company'].browse(company_id)
        for step, hours in (('respond', respond), ('reply', reply)):
            if hours:
                env['aftersales.deadline']._set_company_hours(step, company, hours)
    cr.execute("ALTER TABLE res_company DROP COLUMN aftersales_response_hours, DROP COLUMN aftersales_answer_hours CASCADE")
