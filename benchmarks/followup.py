"""Follow-up of a night: 100,000 cars with 300,000 visits, of which those of some days make their owners' calls.

The floor is one statement that writes the same rows of what was delivered on those days, and looks at nothing else.
"""
import time

from odoo.tools import SQL

CARS, VISITS = 100_000, 3
# So many times the floor a rule may take.
GOAL = 5


def _build(env, company, workshop):
    """Cars of one customer each; of a car a visit every year, the last one within the last hundred days."""
    model = env['fleet.vehicle.model'].search([], limit=1)
    order = env['aftersales.order'].search([('company_id', '=', company.id), ('state', '=', 'delivered')], limit=1)
    env.flush_all()
    env.cr.execute(SQL("""
        INSERT INTO res_partner (
               name, complete_name, active, phone, email, type, autopost_bills, group_rfq, group_on)
             SELECT 'Bench ' || n, 'Bench ' || n, TRUE, '+86139' || n, 'bench' || n || '@example.com', 'contact', 'ask',
                    'default', 'default'
               FROM generate_series(1, %s) AS n RETURNING id
    """, CARS))
    partners = [row[0] for row in env.cr.fetchall()]
    env.cr.execute(SQL("UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", partners))
    env.cr.execute(SQL("""
        INSERT INTO fleet_vehicle (
               model_id, active, name, odometer_unit, power_unit, co2_emission_unit, range_unit, usage, owner_id,
               is_customer_vehicle)
        SELECT %s, TRUE, 'Bench', 'kilometers', 'power', 'g/km', 'km', 'household', owner, TRUE
          FROM unnest(%s::int[]) AS owner RETURNING id
    """, model.id, partners))
    cars = [row[0] for row in env.cr.fetchall()]
    env.cr.execute("""
        SELECT column_name FROM information_schema.columns WHERE table_name = 'aftersales_order' AND column_name NOT IN (
               'id', 'name', 'vehicle_id', 'partner_id', 'delivered_date', 'received_date', 'access_token', 'state')""")
    kept = SQL(', ').join(SQL.identifier(row[0]) for row in env.cr.fetchall())
    env.cr.execute(SQL("""
        INSERT INTO aftersales_order (%(kept)s, name, vehicle_id, partner_id, state, received_date, delivered_date)
        SELECT %(kept)s, 'B/' || car.n || '/' || visit, car.car, car.owner, 'delivered', moment - interval '6 hours', moment
          FROM (SELECT * FROM aftersales_order WHERE id = %(pattern)s) AS pattern,
               unnest(%(cars)s::int[], %(owners)s::int[]) WITH ORDINALITY AS car (car, owner, n),
               generate_series(0, %(visits)s) AS visit,
               LATERAL (SELECT now() AT TIME ZONE 'UTC' - make_interval(
                   days => (car.n %% 100)::int + 365 * visit)) AS at (moment)
    """, kept=kept, pattern=order.id, cars=cars, owners=partners, visits=VISITS - 1))
    env.cr.execute("ANALYZE aftersales_order, fleet_vehicle, res_partner")
    env.invalidate_all()
    return workshop


def benchmark_followup(place):
    """Rows of the table ``run.py`` prints."""
    env = place.env(su=True, context={'tracking_disable': True})
    order = env['aftersales.order'].search([('state', '=', 'delivered')], limit=1)
    company, workshop = order.company_id, order.workshop_id
    env = env(context={'tracking_disable': True, 'allowed_company_ids': company.ids})
    _build(env, company, workshop)
    rule = env.ref('aftersales.followup_rule_visit')
    rule.company_id = company
    count = env['aftersales.followup'].search_count
    for name in ('planned', 'planned again'):
        before, begun = count([]), time.perf_counter()
        rule._generate()
        seconds, made = time.perf_counter() - begun, count([]) - before
        yield {
            'name': f'follow-up: a rule on {CARS:,} cars and {CARS * VISITS:,} visits, {made:,} steps {name}',
            'metric': 'seconds', 'ours': round(seconds, 4), 'reference': round(_measure_floor(env, rule), 4),
            'ratio': round(seconds / max(_measure_floor(env, rule), 1e-6), 3)}


def _measure_floor(env, rule):
    """The same rows from the visits of those days, into a table of the same columns and indexes."""
    env.cr.execute("CREATE TEMPORARY TABLE floor (LIKE aftersales_followup INCLUDING ALL)")
    begun = time.perf_counter()
    env.cr.execute(SQL("""
        INSERT INTO floor (rule_id, state, channel, company_id, workshop_id, partner_id, vehicle_id, order_id, anchor_date,
                           due_date, late_date)
        SELECT %s, 'planned', 'call', company_id, workshop_id, partner_id, vehicle_id, id, delivered_date::date,
               delivered_date::date, delivered_date::date FROM aftersales_order
         WHERE state = 'delivered' AND delivered_date >= now() AT TIME ZONE 'UTC' - make_interval(days => %s)
           AND delivered_date < now() AT TIME ZONE 'UTC' - make_interval(days => %s) ON CONFLICT DO NOTHING
    """, rule.id, rule.offset_days + rule.window_days + 1, rule.offset_days))
    seconds = time.perf_counter() - begun
    env.cr.execute("DROP TABLE floor")
    return seconds
