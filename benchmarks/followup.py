"""Follow-up of a night, at two sizes: what a rule takes grows as the steps it makes, not as the cars there are.

The floor is one statement that writes the same rows of what was delivered on those days, and looks at nothing else.
"""
import time

from odoo.tools import SQL

SIZES, VISITS, ROUNDS = (20_000, 100_000), 3, 3
# What is copied of one row to all that are made.
OWN = {
    'res_partner': ('id', 'name', 'complete_name', 'phone', 'phone_sanitized', 'email', 'email_normalized', 'parent_id',
                    'commercial_partner_id', 'vat', 'ref'),
    'fleet_vehicle': ('id', 'owner_id', 'contact_id', 'driver_id', 'license_plate', 'vin_sn', 'delivery_date', 'sale_date'),
    'aftersales_order': ('id', 'name', 'vehicle_id', 'partner_id', 'delivered_date', 'received_date', 'access_token',
                         'state'),
}


def _get_columns(env, table):
    """Those that are as in the row that is copied: whatever add-ons are installed, what must be filled is."""
    env.cr.execute(SQL("""
        SELECT column_name FROM information_schema.columns
         WHERE table_name = %s AND column_name NOT IN %s AND (%s OR is_nullable = 'NO')
    """, table, OWN[table], table == 'aftersales_order'))
    return SQL(', ').join(SQL.identifier(row[0]) for row in env.cr.fetchall())


def _build(env, company, workshop, cars):
    """Cars of one customer each; of a car a visit every four hundred days, as many on each of them."""
    order = env['aftersales.order'].search([('company_id', '=', company.id), ('state', '=', 'delivered')], limit=1)
    env.flush_all()
    env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM fleet_vehicle")
    (first,) = env.cr.fetchone()
    env.cr.execute(SQL("""
        INSERT INTO res_partner (%(kept)s, name, complete_name, phone, email)
        SELECT %(kept)s, 'Bench ' || n, 'Bench ' || n, '+86139' || n, 'bench' || n || '@example.com'
          FROM (SELECT * FROM res_partner WHERE id = %(pattern)s) AS pattern,
               generate_series(%(first)s + 1, %(first)s + %(cars)s) AS n
     RETURNING id
    """, kept=_get_columns(env, 'res_partner'), pattern=order.partner_id.id, first=first, cars=cars))
    partners = [row[0] for row in env.cr.fetchall()]
    env.cr.execute(SQL("UPDATE res_partner SET commercial_partner_id = id, active = TRUE WHERE id = ANY(%s)", partners))
    env.cr.execute(SQL("""
        INSERT INTO fleet_vehicle (%(kept)s, active, name, owner_id, is_customer_vehicle)
        SELECT %(kept)s, TRUE, 'Bench', owner, TRUE
          FROM (SELECT * FROM fleet_vehicle WHERE id = %(pattern)s) AS pattern, unnest(%(owners)s::int[]) AS owner
     RETURNING id
    """, kept=_get_columns(env, 'fleet_vehicle'), pattern=order.vehicle_id.id, owners=partners))
    vehicles = [row[0] for row in env.cr.fetchall()]
    env.cr.execute(SQL("""
        INSERT INTO aftersales_order (%(kept)s, name, vehicle_id, partner_id, state, received_date, delivered_date)
        SELECT %(kept)s, 'B/' || car.car || '/' || visit, car.car, car.owner, 'delivered', moment - interval '6 hours', moment
          FROM (SELECT * FROM aftersales_order WHERE id = %(pattern)s) AS pattern,
               unnest(%(cars)s::int[], %(owners)s::int[]) WITH ORDINALITY AS car (car, owner, n),
               generate_series(0, %(visits)s) AS visit,
               LATERAL (SELECT now() AT TIME ZONE 'UTC' - make_interval(
                   days => (car.n %% 400)::int + 400 * visit)) AS at (moment)
    """, kept=_get_columns(env, 'aftersales_order'), pattern=order.id, cars=vehicles, owners=partners, visits=VISITS - 1))
    env.cr.execute("ANALYZE aftersales_order, fleet_vehicle, res_partner")
    env.invalidate_all()


def benchmark_followup(place):
    """Rows of the table ``run.py`` prints."""
    env = place.env(su=True, context={'tracking_disable': True})
    order = env['aftersales.order'].search([('state', '=', 'delivered')], limit=1)
    company, workshop, built = order.company_id, order.workshop_id, 0
    env = env(context={'tracking_disable': True, 'allowed_company_ids': company.ids})
    rule = env.ref('aftersales.followup_rule_visit')
    rule.company_id = company
    count = env['aftersales.followup'].search_count
    for size in SIZES:
        _build(env, company, workshop, size - built)
        built = size
        for name in ('planned', 'planned again'):
            floor = min(_measure_floor(env, rule) for __ in range(ROUNDS))
            before, begun = count([]), time.perf_counter()
            rule._generate()
            seconds, made = time.perf_counter() - begun, count([]) - before
            yield {
                'name': f'follow-up: a rule on {size:,} cars and {size * VISITS:,} visits, {made:,} steps {name}',
                'metric': 'seconds', 'ours': round(seconds, 4), 'reference': round(floor, 4),
                'ratio': round(seconds / max(floor, 1e-6), 3)}


def _measure_floor(env, rule):
    """The same rows from the visits of those days into the same table, whatever else is known of car and customer."""
    env.flush_all()
    env.cr.execute("SAVEPOINT floor")
    env.cr.execute("DELETE FROM aftersales_followup_contact; DELETE FROM aftersales_followup")
    begun = time.perf_counter()
    env.cr.execute(SQL("""
        INSERT INTO aftersales_followup (
               rule_id, state, anchor, purpose, channel, priority, company_id, workshop_id, partner_id, vehicle_id, order_id,
               anchor_date, due_date, late_date, access_token, create_uid, create_date, write_uid, write_date)
        SELECT %s, 'planned', 'visit', 'followup', 'call', 3, company_id, workshop_id, partner_id, vehicle_id, id,
               delivered_date::date, delivered_date::date, delivered_date::date, gen_random_uuid()::text, 1, now(), 1, now()
          FROM aftersales_order
         WHERE state = 'delivered' AND delivered_date >= now() AT TIME ZONE 'UTC' - make_interval(days => %s)
           AND delivered_date < now() AT TIME ZONE 'UTC' - make_interval(days => %s) ON CONFLICT DO NOTHING
    """, rule.id, rule.offset_days + rule.window_days + 1, rule.offset_days))
    seconds = time.perf_counter() - begun
    env.cr.execute("ROLLBACK TO SAVEPOINT floor")
    return seconds
