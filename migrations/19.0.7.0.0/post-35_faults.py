from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

AT_ONCE = 500


def migrate(cr, version):
    """Problems of several companies about one fault of a car are counted together from now on."""
    env = api.Environment(cr, SUPERUSER_ID, {'active_test': False, 'tracking_disable': True})
    cr.execute("""
        SELECT vehicle_id FROM aftersales_problem GROUP BY vehicle_id HAVING COUNT(DISTINCT company_id) > 1
         ORDER BY vehicle_id""")
    for ids in split_every(AT_ONCE, [vehicle_id for vehicle_id, in cr.fetchall()]):
        jobs = env['aftersales.job'].search([
            ('vehicle_id', 'in', list(ids)), ('problem_id', '!=', False)], order='id')
        jobs._link_faults(jobs)
        env['fleet.vehicle'].browse(ids).write({'statute_next_watch': '2000-01-01'})  # tonight
        env.flush_all()
        env.invalidate_all()
