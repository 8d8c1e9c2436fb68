"""A maker's catalogue of 300,000 applications as ACES XML and as CSV: taken over, and what that takes of memory.

``./dev bench --fitment [--applications SMALL,LARGE]``; everything is rolled back. The file stands on the disk.
"""
import argparse
import tempfile
import time
import tracemalloc

from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config

PARTS, VEHICLES = 1000, 50


def write_aces(file, count):
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<ACES version="4.2">\n')
    for number in range(count):
        file.write((
            f'<App action="A" id="{number}"><BaseVehicle id="B{number % VEHICLES}"/><SubModel id="{number // 7}"/>'
            f'<Note>with sport chassis</Note><Qty>2</Qty><PartType id="1684"/><Position id="22"/>'
            f'<Part>BENCH-{number * PARTS // count:05}</Part></App>\n').encode())
    file.write(b'</ACES>\n')


def write_csv(file, count):
    file.write(b'Part,Make,Model,From Year,Qualifier\n')
    for number in range(count):
        file.write(f'BENCH-{number * PARTS // count:05},Bench,Car {number % VEHICLES},2015,chassis {number // 7}\n'.encode())


def measure(env, write, count, traced):
    """Seconds, or with ``traced`` the highest memory in MB while the file was taken over."""
    # The add-on is found once the configuration is read.
    from odoo.addons.aftersales.models.fitment import fitment_file

    with env.cr.savepoint() as savepoint, tempfile.TemporaryFile() as file:
        write(file, count)
        if traced:
            tracemalloc.start()
        begun = time.perf_counter()
        result = env['aftersales.fitment']._import_applications(fitment_file.read_applications(file), f'Bench {write.__name__}')
        seconds = time.perf_counter() - begun
        peak = tracemalloc.get_traced_memory()[1] / 1e6 if traced else 0
        tracemalloc.stop()
        assert result['new'] == count, result
        savepoint.rollback()
    env.invalidate_all()
    return peak if traced else seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--applications', default='30000,300000', metavar='SMALL,LARGE')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=error'], setup_logging=True)
    with Registry(options.database).cursor() as cr:
        env = Environment(cr, 1, {'tracking_disable': True})
        brand = env['fleet.vehicle.model.brand'].create({'name': "Bench"})
        models = env['fleet.vehicle.model'].create([
            {'name': f'Car {number}', 'brand_id': brand.id} for number in range(VEHICLES)])
        env['aftersales.fitment.mapping'].create([
            {'scheme': 'aces', 'kind': 'vehicle', 'name': f'B{number}', 'model_id': model.id, 'year_from': 2015}
            for number, model in enumerate(models)])
        parts = env['product.template'].create([{'name': f'Bench {number}'} for number in range(PARTS)])
        env['aftersales.part.number'].create([
            {'product_tmpl_id': part.id, 'name': f'BENCH-{number:05}'} for number, part in enumerate(parts)])
        env.flush_all()
        for write in (write_aces, write_csv):
            for count in map(int, options.applications.split(',')):
                seconds = measure(env, write, count, traced=False)
                peak = measure(env, write, count, traced=True)
                print(f'{write.__name__[6:]:5} {count:>8,} applications  {seconds:7.1f} s  {count / seconds:7,.0f} rows/s  '
                      f'{peak:6.1f} MB at most', flush=True)
        cr.rollback()


if __name__ == '__main__':
    main()
