"""Every other car has a problem, with one of three of its visits about it; a few cars are on the list, or have a case.

What one car costs at the counter is asked of a car that has a problem and of one that has none.
"""
from .order import get_order
from .vehicle import get_car

TABLES = ['aftersales_problem', 'aftersales_statute_watch', 'aftersales_statute_case', 'aftersales_job', 'fleet_vehicle']
STEP = 2


def build(scale):
    problems, vehicle = scale.vehicles // STEP, f"{scale.first('fleet_vehicle')} + n * {STEP}"
    company = str(scale.ids['company'])
    scale.insert(
        'aftersales_problem', problems, scale.one('SELECT id FROM aftersales_problem ORDER BY id LIMIT 1'),
        vehicle_id=vehicle, company_id=company, name="'Fault ' || n", part_id='NULL', kind_id='NULL', is_severe='false')
    law = scale.one("SELECT res_id FROM ir_model_data WHERE module = 'aftersales' AND name = 'statute_cn_2021'")
    # As the application leaves them: the law of the sale, and who is looked at tonight.
    scale.run('UPDATE fleet_vehicle SET statute_id = statute.id FROM aftersales_statute statute '
              'WHERE statute.id = %s AND sale_date >= statute.date_from AND fleet_vehicle.id > %s',
              [law, scale.first('fleet_vehicle')])
    first = scale.first('fleet_vehicle')
    scale.run(f'UPDATE fleet_vehicle SET statute_next_watch = current_date WHERE id > {first} AND (id - {first}) % {STEP} = 0')
    _build_visits(scale)
    listed = max(scale.vehicles // 200, 20)
    scale.insert(
        'aftersales_statute_watch', listed, scale.one("SELECT id FROM aftersales_statute_watch WHERE status = 'near' ORDER BY id LIMIT 1"),
        vehicle_id=f"{scale.first('fleet_vehicle')} + n * {STEP}", company_id=company)
    scale.insert(
        'aftersales_statute_case', listed // 5, scale.one('SELECT id FROM aftersales_statute_case ORDER BY id LIMIT 1'),
        vehicle_id=f"{scale.first('fleet_vehicle')} + n * {STEP}", company_id=company, name="'LC/S/' || lpad(n::text, 8, '0')",
        partner_id=f"(SELECT owner_id FROM fleet_vehicle WHERE id = {scale.first('fleet_vehicle')} + n * {STEP})",
        state="CASE WHEN n % 10 > 0 THEN 'completed' ELSE 'requested' END", replacement_id='NULL')


def _build_visits(scale):
    """Jobs of one visit in three are about the car's problem."""
    order, first = get_order(scale), scale.first('fleet_vehicle')
    scale.run(f'''
        UPDATE aftersales_job SET problem_id = {scale.first('aftersales_problem')} + visit.car / {STEP}
          FROM (SELECT n, {get_car(scale, 'o')} AS car
                  FROM (SELECT n, {order} AS o FROM generate_series(1, {scale.jobs}) n WHERE n % 3 != 0) job) visit
         WHERE aftersales_job.id = {scale.first('aftersales_job')} + visit.n AND visit.car % {STEP} = 0
           AND {scale.rand('n', 3, 92)} = 0 AND aftersales_job.vehicle_id = {first} + visit.car''')


def reads(place):
    """What the counter asks of one car, however many there are."""
    def standing(env):
        vehicle = env['fleet.vehicle'].browse(place.troubled)
        assert vehicle._get_statute_standing()[vehicle]
    yield 'law: standing of a car with a problem', standing
    for name, car in (('with a problem', place.troubled), ('without one', place.vehicle)):
        def alerts(env, car=car):
            vehicle = env['fleet.vehicle'].browse(car)
            env['aftersales.order'].new({
                'vehicle_id': vehicle.id, 'partner_id': vehicle.owner_id.id, 'workshop_id': place.workshop})._get_alerts()
        yield f'check-in: alerts of a car {name}', alerts
