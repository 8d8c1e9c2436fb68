"""Reminders of a night: 50,000 cars whose inspections are spread over a year, and a greeting to all of their owners.

The floor is one statement that writes the same rows of what is due into the same table, and looks at nothing else.
"""
import time

from followup import _build

from odoo import fields
from odoo.tools import SQL

CARS = 50_000


def benchmark_reminder(place):
    """Rows of the table ``run.py`` prints."""
    env = place.env(su=True, context={'tracking_disable': True})
    order = env['aftersales.order'].search([('state', '=', 'delivered')], limit=1)
    company, workshop = order.company_id, order.workshop_id
    env = env(context={'tracking_disable': True, 'allowed_company_ids': company.ids})
    _build(env, company, workshop, CARS)
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
    """The same rows of what is due into the same table, whatever else is known of car and customer."""
    env.flush_all()
    due = SQL(
        "SELECT %s, 'floor', 'floor ' || inspection_due_date, inspection_due_date, id, owner_id FROM fleet_vehicle"
        " WHERE inspection_due_date BETWEEN current_date + 46 AND current_date + 60", rule.id)
    if rule.kind == 'greeting':
        due = SQL(
            "SELECT DISTINCT %s, 'floor', 'floor', current_date, NULL::int, owner_id FROM fleet_vehicle"
            " WHERE owner_id IS NOT NULL AND is_customer_vehicle", rule.id)
    env.cr.execute("SAVEPOINT floor")
    begun = time.perf_counter()
    env.cr.execute(SQL(
        """
        INSERT INTO aftersales_reminder (
               rule_id, kind, due_name, due_date, vehicle_id, partner_id, state, purpose, channel, company_id, workshop_id,
               ready_date, access_token, is_told, is_booked, is_visited, is_renewed, create_uid, create_date, write_uid,
               write_date)
        SELECT due.*, 'planned', 'reminder', 'message', %s, %s, current_date, gen_random_uuid()::text, 0, 0, 0, 0, 1, now(),
               1, now()
          FROM (%s) AS due
   ON CONFLICT DO NOTHING
        """, rule.company_id.id, env['aftersales.workshop'].search([('company_id', '=', rule.company_id.id)], limit=1).id, due))
    seconds = time.perf_counter() - begun
    env.cr.execute("ROLLBACK TO SAVEPOINT floor")
    return seconds
