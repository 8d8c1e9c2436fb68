"""The add-on against Odoo's own applications, in one run on one database; see ``./dev bench``.

Everything happens in one transaction that is rolled back. Counts of queries are exact; times are the
best of several rounds. Before each step the caches are emptied, as between two clicks of a person.
"""
import argparse
import json
import time
from datetime import timedelta

from booking import benchmark_slots
from followup import benchmark_followup
from queues import benchmark_queues
from races import run_races
from recall import benchmark_recall
from reminder import benchmark_reminder
from stacks import Stacks

from odoo import fields
from odoo.api import Environment
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

GROUPS = [
    'aftersales.group_manager', 'stock.group_stock_manager', 'account.group_account_manager',
    'sales_team.group_sale_manager', 'fleet.fleet_group_manager',
]
BATCH = 20
VEHICLES = 80
ROUNDS = 3


class Dealership:
    """What both sides work with: one user with every right, parts in stock, labour, cars and a customer."""

    def __init__(self, env):
        company = env.ref('base.main_company')
        self.workshop = env['aftersales.workshop'].search([('company_id', '=', company.id)], limit=1)
        user, self.inspector = env['res.users'].with_context(no_reset_password=True).create([{
            'name': name, 'login': name, 'company_id': company.id, 'company_ids': company.ids,
            'group_ids': [Command.set([env.ref(group).id for group in GROUPS])],
        } for name in ('bench', 'bench inspector')])
        technician = env['hr.employee'].create({'name': 'Bench', 'user_id': user.id, 'company_id': company.id})
        self.env = env(user=user, context={'lang': 'en_US', 'tz': 'UTC', 'allowed_company_ids': company.ids})
        self.technician = technician.with_env(self.env)
        self.customer = env['res.partner'].create({'name': 'Bench customer'}).with_env(self.env)
        self.pay_type = self.env.ref('aftersales.pay_type_customer')
        self.parts = env['product.product'].create([{
            'name': f'Bench part {number}', 'type': 'consu', 'is_storable': True, 'list_price': 80.0 + number,
            'standard_price': 50.0, 'invoice_policy': 'order', 'taxes_id': [],
        } for number in range(5)]).with_env(self.env)
        self.labour = env['product.product'].create([{
            'name': f'Bench labour {number}', 'type': 'service', 'uom_id': env.ref('uom.product_uom_hour').id,
            'list_price': 100.0, 'invoice_policy': 'order', 'taxes_id': [],
        } for number in range(3)]).with_env(self.env)
        self.workshop.sequence_id.next_by_id()  # the year's first order of all makes a range of numbers
        stock = self.workshop.warehouse_id.lot_stock_id
        for part in self.parts:
            env['stock.quant']._update_available_quantity(part.sudo(), stock, 100000)
        self.vehicles = self._create_vehicles(env).with_env(self.env)

    def _create_vehicles(self, env):
        model = env['fleet.vehicle.model'].search([], limit=1)
        vehicles = env['fleet.vehicle'].create([{
            'model_id': model.id, 'license_plate': f'BENCH-{number:03}', 'owner_id': self.customer.id,
            'driver_id': self.customer.id, 'company_id': False,
        } for number in range(VEHICLES)])
        today = fields.Date.today()
        for days, value in ((400, 1000), (200, 9000), (1, 18000)):
            env['fleet.vehicle.odometer'].create([{
                'vehicle_id': vehicle.id, 'value': value, 'date': today - timedelta(days=days),
            } for vehicle in vehicles])
        return vehicles


# ------------------------------------------------------------
# The full cycle: five parts and three labours, from the order to the posted invoice
# ------------------------------------------------------------

def our_cycle(place, count):
    """The steps of the add-on, each a generator step: reception, approval, issue, work, check, delivery, invoice."""
    env = place.env
    orders = env['aftersales.order'].create([{
        'workshop_id': place.workshop.id,
        'vehicle_id': vehicle.id,
        'partner_id': place.customer.id,
        'odometer_in': 20000,
        'job_ids': [Command.create({
            'name': 'Bench',
            'pay_type_id': place.pay_type.id,
            'technician_id': place.technician.id,
            'line_ids': [
                *(Command.create({'line_type': 'part', 'product_id': part.id, 'quantity': 1}) for part in place.parts),
                *(Command.create({'line_type': 'labour', 'product_id': labour.id, 'quantity': 1}) for labour in place.labour),
            ],
        })],
    } for vehicle in place.vehicles[:count]])
    yield
    orders.action_receive()
    yield
    orders.job_ids._approve('phone')
    yield
    orders.picking_ids.move_ids.picked = True
    orders.picking_ids.button_validate()
    yield
    orders.job_ids.action_start()
    yield
    orders.job_ids.action_done()
    yield
    checks = orders.job_ids.inspection_ids.with_user(place.inspector)
    checks.action_all_ok()
    checks.action_pass()
    yield
    orders.action_deliver()
    yield
    invoices = orders._create_invoices()
    yield
    invoices.action_post()
    yield
    check_outcome(orders.picking_ids.move_ids, invoices, count)
    assert set(orders.mapped('state')) == {'delivered'}


def core_cycle(place, count):
    """The same work in Odoo's repairs and sales: repair, quotation, labour on it, confirmation, work, invoice."""
    env = place.env
    repairs = env['repair.order'].create([{
        'partner_id': place.customer.id,
        'picking_type_id': place.workshop.warehouse_id.repair_type_id.id,
        'move_ids': [Command.create({
            'repair_line_type': 'add', 'product_id': part.id, 'product_uom_qty': 1,
        }) for part in place.parts],
    } for __ in range(count)])
    yield
    for repair in repairs:  # these two of core's buttons work on one record
        repair.action_create_sale_order()
    yield
    sales = repairs.sale_order_id
    env['sale.order.line'].create([
        {'order_id': sale.id, 'product_id': labour.id, 'product_uom_qty': 1} for sale in sales for labour in place.labour])
    yield
    sales.action_confirm()
    yield
    for repair in repairs:
        repair.action_validate()
    yield
    repairs.action_repair_start()
    yield
    repairs.action_repair_end()
    yield
    invoices = sales._create_invoices(grouped=True)  # one a sale, as ours are one an order, all at once
    yield
    invoices.action_post()
    yield
    check_outcome(repairs.move_ids, invoices, count)
    assert set(repairs.mapped('state')) == {'done'}


def check_outcome(moves, invoices, count):
    """A cycle that did less than the other would win unfairly."""
    assert moves.mapped('state') == ['done'] * 5 * count, moves.mapped('state')
    assert invoices.mapped('state') == ['posted'] * count, invoices.mapped('state')
    lines = invoices.invoice_line_ids.filtered(lambda line: line.display_type == 'product')
    assert len(lines) == 8 * count, len(lines)


# ------------------------------------------------------------
# Lists
# ------------------------------------------------------------

def list_of(view, place, *more_fields):
    """Read 80 vehicles as the web client does for the columns ``view`` shows by default."""
    Vehicle = place.env['fleet.vehicle']
    view_id = place.env.ref(view).id
    columns = [
        node.get('name') for node in Vehicle._get_view(view_id, 'list')[0].iterchildren('field')
        if node.get('optional') != 'hide'
    ]
    specification = {
        name: {'fields': {'display_name': {}}} if Vehicle._fields[name].relational else {}
        for name in [*columns, *more_fields]
    }
    found = Vehicle.web_search_read([('id', 'in', place.vehicles.ids)], specification, limit=VEHICLES)
    assert len(found['records']) == VEHICLES
    yield


def our_list(place, count):
    return list_of('aftersales.fleet_vehicle_view_list', place, 'last_odometer', 'owner_id', 'next_service_date')


def fleet_list(place, count):
    return list_of('fleet.fleet_vehicle_view_tree', place, 'odometer')


# ------------------------------------------------------------
# Measuring
# ------------------------------------------------------------

def measure(place, scenario, count=1):
    """Queries and seconds of a scenario, after one round to warm up; each round is undone."""
    cr = place.env.cr
    best = None
    for number in range(ROUNDS + 1):
        with cr.savepoint() as savepoint:
            queries, start = cr.sql_log_count, time.perf_counter()
            for __ in scenario(place, count):
                cr.flush()  # the end of a request, but for the commit: with the logs of what it changed
                cr.clear()
            figures = {'queries': cr.sql_log_count - queries, 'seconds': time.perf_counter() - start}
            place.env.flush_all()
            savepoint.rollback()
        place.env.invalidate_all()
        if number:
            best = {key: min(figures[key], (best or figures)[key]) for key in figures}
    return best


def profile(place, scenario, count=1):
    """The queries of one round by step and place, after one to warm up."""
    measured = measure(place, scenario, count)
    stacks, cr = Stacks(), place.env.cr
    with cr.savepoint() as savepoint:
        with stacks.watching():
            for __ in scenario(place, count):
                cr.flush()
                cr.clear()
                stacks.step += 1
        place.env.flush_all()
        savepoint.rollback()
    place.env.invalidate_all()
    yield f'{scenario.__name__}, {count} at once: {measured["queries"]} queries'
    yield from stacks.lines()


def row(name, ours, reference, metric, per=1):
    ours, reference = ours[metric] / per, reference[metric]
    return {
        'name': name, 'metric': metric, 'ours': round(ours, 4), 'reference': round(reference, 4),
        'ratio': round(ours / reference, 3),
    }


def benchmark(place):
    ours, core = measure(place, our_cycle), measure(place, core_cycle)
    our_batch, core_batch = measure(place, our_cycle, BATCH), measure(place, core_cycle, BATCH)
    our_cars, fleet_cars = measure(place, our_list), measure(place, fleet_list)
    for metric in ('queries', 'seconds'):
        yield row('one order, against repair + sale', ours, core, metric)
        yield row(f'{BATCH} orders at once, against repair + sale', our_batch, core_batch, metric)
        yield row(f'an order of {BATCH} at once, against one alone', our_batch, ours, metric, per=BATCH)
        yield row(f'list of {VEHICLES} vehicles, against Fleet', our_cars, fleet_cars, metric)
    yield from benchmark_slots(place, measure, row)
    yield from benchmark_queues(place)
    yield from benchmark_recall(place)
    yield from benchmark_followup(place)
    yield from benchmark_reminder(place)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--json', metavar='FILE')
    parser.add_argument('--profile', action='store_true', help='who asks the database in the cycle of one order')
    parser.add_argument('--races', action='store_true', help='twenty people at one rescue, and at one loaner')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=error'], setup_logging=True)
    if options.races:
        for name, through, middle, last in run_races(Registry(options.database)):
            print(f'{name:32}  {through} of 20 got it, half of them heard within {middle:.2f} s, all within {last:.2f} s')
        return
    with Registry(options.database).cursor() as cr:
        if options.profile:
            place = Dealership(Environment(cr, 1, {}))
            for line in (*profile(place, our_cycle), *profile(place, core_cycle)):
                print(line)
            cr.rollback()
            return
        rows = sorted(benchmark(Dealership(Environment(cr, 1, {}))), key=lambda row: row['name'])
        cr.rollback()
    width = max(len(row['name']) for row in rows)
    print(f'{"":{width}}  {"metric":8}  {"ours":>10}  {"reference":>10}  {"ratio":>6}')
    for entry in rows:
        print(f'{entry["name"]:{width}}  {entry["metric"]:8}  {entry["ours"]:>10.3f}  '
              f'{entry["reference"]:>10.3f}  {entry["ratio"]:>6.2f}')
    if options.json:
        with open(options.json, 'w', encoding='utf-8') as file:
            json.dump(rows, file, indent=2)


if __name__ == '__main__':
    main()
