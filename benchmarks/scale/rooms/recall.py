"""Recalls of some years: each car is on the list of one, and half as many VINs that nobody here knows.

Most cars of a recall are done, those of the last years' ever so told or open.
"""
from .vehicle import get_vin

TABLES = ['aftersales_recall_vehicle', 'aftersales_recall_telling']
RECALLS, ENDED = 12, 4
WEEKS = 15  # from one recall to the next


def build(scale):
    pattern = scale.one('''SELECT id FROM aftersales_recall WHERE state = 'running' AND scope = 'list' AND stop_drive IS NOT TRUE
                            AND company_id = %s ORDER BY id LIMIT 1''', [scale.ids['company']])
    if not pattern:
        return  # of a demo database that began before there were recalls
    begun = f'current_date - 7 * {WEEKS} * ({RECALLS + 1} - n)::int'
    ended = f'n <= {ENDED}'
    scale.insert(
        'aftersales_recall', RECALLS, pattern, name="'RC/S/' || lpad(n::text, 4, '0')", maker_number="'S-' || n",
        state=f"CASE WHEN {ended} THEN 'ended' ELSE 'running' END", started_date=begun, date_from=begun, date_to='NULL',
        ended_date=f"CASE WHEN {ended} THEN {begun} + 365 END", matched_date='current_date')
    _build_cars(scale)


def _build_cars(scale):
    recall, is_known = f'(1 + n % {RECALLS})', f'n <= {scale.vehicles}'
    standing = "(ARRAY['done','done','done','done','done','done','told','told','told','open'])[1 + %s]" % scale.rand('n', 10, 95)
    begun = f"timestamp '{scale.now}' - interval '1 week' * {WEEKS} * ({RECALLS + 1} - {recall})"
    later = f"interval '1 day' * {scale.rand('n', WEEKS * 7, 96)}"
    told = f"CASE WHEN standing IN ('done', 'told') THEN {begun} + {later} / 2 END"
    state = f"CASE WHEN standing IN ('told', 'open') AND {recall} <= {ENDED} AND n % 3 = 0 THEN 'gone' ELSE standing END"
    scale.insert(
        'aftersales_recall_vehicle', scale.vehicles * 3 // 2,
        scale.one("SELECT id FROM aftersales_recall_vehicle WHERE state = 'open' AND vehicle_id IS NULL ORDER BY id LIMIT 1"),
        source=f'''SELECT n, CASE WHEN {is_known} THEN {standing} ELSE 'open' END AS standing
                     FROM generate_series(1, {scale.vehicles * 3 // 2}) n''',
        recall_id=f"{scale.first('aftersales_recall')} + {recall}", company_id=str(scale.ids['company']), vin=get_vin(),
        vehicle_id=f"CASE WHEN {is_known} THEN {scale.first('fleet_vehicle')} + n END", state=state, wave_id='NULL',
        gone_kind=f"CASE WHEN ({state}) = 'gone' THEN 'abroad' END", appointment_id='NULL', job_id='NULL',
        done_date=f"CASE WHEN standing = 'done' THEN {begun} + {later} END", first_told_date=told, last_told_date=told,
        told_count="CASE WHEN standing IN ('done', 'told') THEN 1 ELSE 0 END")
    first = scale.first('aftersales_recall_vehicle')
    # What is done was done with a job of the car.
    scale.run(f'''
        UPDATE aftersales_recall_vehicle listed SET job_id = done.id
          FROM (SELECT vehicle_id, max(id) AS id FROM aftersales_job WHERE id > {scale.first('aftersales_job')} GROUP BY 1) done
         WHERE listed.vehicle_id = done.vehicle_id AND listed.state = 'done' AND listed.id > {first}''')
    scale.insert(
        'aftersales_recall_telling', 0, scale.one('SELECT id FROM aftersales_recall_telling ORDER BY id LIMIT 1'),
        source=f'''SELECT row_number() OVER (ORDER BY id) AS n, id AS car, recall_id, first_told_date
                     FROM aftersales_recall_vehicle WHERE id > {first} AND told_count > 0''',
        recall_vehicle_id='car', recall_id='source.recall_id', partner_id='NULL', wave_id='NULL', date='first_told_date',
        company_id=str(scale.ids['company']))


def reads(place):
    """What is open for one car, as the counter asks it, however many are on the lists."""
    def recalls(env):
        env['aftersales.order'].browse(place.order)._get_recalls()
    yield 'recall: what is open for a car', recalls
