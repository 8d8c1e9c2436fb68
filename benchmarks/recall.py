"""A maker's list of 100,000 VINs: read from its file, looked at, taken over and matched with the register."""
import time

VINS = 100_000
# Every so many-th car of the list is in the register.
EVERY = 10
# Seconds it may take on one worker.
GOAL = 20


def make_vin(number):
    from odoo.addons.aftersales.models.vehicle.vin import get_check_digit  # found once Odoo's configuration is read
    vin = f'LSVBN0000SS{number:06d}'
    return vin[:8] + get_check_digit(vin) + vin[9:]


def benchmark_recall(place):
    """Rows of the table ``run.py`` prints."""
    from odoo.addons.aftersales.models.recall import vin_file
    env = place.env(su=True, context={'tracking_disable': True})
    model = env['fleet.vehicle.model'].search([], limit=1)
    vins = [make_vin(number) for number in range(VINS)]
    env.cr.execute("""
        INSERT INTO fleet_vehicle (
            model_id, vin_sn, active, name, odometer_unit, power_unit, co2_emission_unit, range_unit, usage)
        SELECT %s, vin, TRUE, vin, 'kilometers', 'power', 'g/km', 'km', 'household' FROM unnest(%s::varchar[]) AS vin
    """, (model.id, vins[::EVERY]))
    recall = env['aftersales.recall'].create({
        'maker_number': 'BENCH', 'title': "Bench", 'brand_id': model.brand_id.id, 'kind': 'campaign', 'remedy': "Bench"})
    recall.action_run()
    env.flush_all()
    data = '\n'.join(['No;VIN'] + [f'{number};{vin}' for number, vin in enumerate(vins, 1)]).encode()
    for name, is_trial in (('looked at', True), ('taken over and matched', False), ('taken over again', False)):
        env.invalidate_all()
        begun = time.perf_counter()
        result = recall._import_vins(vin_file.read_rows(data), is_trial)
        env.flush_all()
        seconds = time.perf_counter() - begun
        assert result['rows'] == VINS, result['rows']
        yield {
            'name': f'recall: {VINS:,} VINs {name}, against {GOAL} s', 'metric': 'seconds', 'ours': round(seconds, 4),
            'reference': GOAL, 'ratio': round(seconds / GOAL, 3),
        }
    assert env['aftersales.recall.vehicle'].search_count(
        [('recall_id', '=', recall.id), ('vehicle_id', '!=', False)]) == VINS // EVERY
