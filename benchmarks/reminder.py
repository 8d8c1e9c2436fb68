"""Reminders of a night: 100,000 cars whose inspections are spread over a year, and a greeting to all of their owners.

The floor is one statement that writes the same rows of what is due, and looks at nothing else.
"""
import time

from followup import CARS, _build

from odoo import fields
from odoo.tools import SQL


def benchmark_reminder(place):
    """Rows of the table ``run.py`` prints."""
    env = place.env(su=True, context={'tracking_disable': True})
    order = env['aftersales.order'].search([('state', '=', 'delivered')], limit=1)
    company, workshop = order.company_id, order.workshop_id
    env = env(context={'tracking_disable': True, 'allowed_company_ids': company.ids})
    _build(env, company, workshop)
    env.cr.execute("UPDATE fleet_vehicle SET inspection_due_date = current_date + (id % 365) WHERE name = 'Bench'")
    env.cr.execute("ANALYZE fleet_vehicle")
    env.invalidate_all()
    company.aftersales_offers_need_yes = False
    today = workshop._get_local_day(fields.Datetime.now())
    env['aftersales.reminder.day'].create({'name': "Bench", 'kind': 'greeting', 'date': today})
    for name in ('inspection_60', 'greeting'):
        rule = env.ref(f'aftersales.reminder_rule_{name}')
        rule.company_id = company
        for turn in ('made', 'made again'):
            yield _measure(env, rule, turn)


def _measure(env, rule, turn):
    count = env['aftersales.reminder'].search_count
    rule.write({'generated_date': False, 'progress': False})
    before, begun = count([]), time.perf_counter()
    while not rule.generated_date:
        rule._generate()
    seconds, made = time.perf_counter() - begun, count([]) - before
    floor = _measure_floor(env, rule)
    return {
        'name': f'reminders: {rule.name}, {CARS:,} cars, {made:,} {turn}', 'metric': 'seconds', 'ours': round(seconds, 4),
        'reference': round(floor, 4), 'ratio': round(seconds / max(floor, 1e-6), 3)}


def _measure_floor(env, rule):
    """The same rows into a table of the same columns and indexes."""
    env.cr.execute("CREATE TEMPORARY TABLE floor (LIKE aftersales_reminder INCLUDING ALL)")
    begun = time.perf_counter()
    env.cr.execute(SQL(
        """
        INSERT INTO floor (rule_id, state, channel, company_id, workshop_id, partner_id, vehicle_id, due_date, due_name,
                           ready_date)
        SELECT rule_id, state, channel, company_id, workshop_id, partner_id, vehicle_id, due_date, due_name, ready_date
          FROM aftersales_reminder WHERE rule_id = %s
        """, rule.id))
    seconds = time.perf_counter() - begun
    env.cr.execute("DROP TABLE floor")
    return seconds
