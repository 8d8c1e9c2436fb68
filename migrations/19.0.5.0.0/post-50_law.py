from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

AT_ONCE = 500


def migrate(cr, version):
    """Which pay types are about faults of quality, the law of cars sold before, and the problems of their free repairs."""
    env = api.Environment(cr, SUPERUSER_ID, {'active_test': False, 'tracking_disable': True})
    for name in ('warranty', 'goodwill'):
        pay_type = env.ref(f'aftersales.pay_type_{name}', raise_if_not_found=False)
        if pay_type:
            pay_type.is_quality_fault = True
    env['fleet.vehicle']._choose_statutes()
    # No period of a law that ships is longer than the last three years and what a repair adds.
    jobs = env['aftersales.job'].search([
        ('pay_type_id.is_quality_fault', '=', True), ('order_id.received_date', '>=', 'today -37m'),
        ('state', '!=', 'cancelled')], order='order_id, id')
    for ids in split_every(AT_ONCE, jobs.ids):
        part = jobs.browse(ids)
        part._group_problems()
        part.problem_id.vehicle_id.write({'statute_next_watch': '2000-01-01'})  # tonight
        env.flush_all()
        env.invalidate_all()
