"""People, cars and parts for the day of tools/working_day.py.

Commits, and prints one line of JSON: who there is, which cars, and what of an order the screens of each role ask for.
"""
import argparse
import json
import sys
from pathlib import Path

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

sys.path.insert(0, str(Path(__file__).parents[1] / 'tests'))

from form_spec import get_spec

CARS_EACH = 30
PARTS = 100_000


def make_people(env, counts, company, workshop):
    users = env['res.users'].with_context(no_reset_password=True)
    people = []
    for role, count in counts.items():
        pattern = users.search([('login', '=', role)])
        made = users.create([{
            'name': f'{role.title()} {number}', 'login': f'day_{role}_{number}', 'password': f'day_{role}_{number}',
            'lang': pattern.lang, 'tz': pattern.tz, 'company_id': company.id, 'company_ids': company.ids,
            'group_ids': [Command.set(pattern.group_ids.ids)],
        } for number in range(count)])
        employees = env['hr.employee'].create([{
            'name': user.name, 'user_id': user.id, 'company_id': company.id,
        } for user in made])
        if role == 'technician':
            workshop.employee_ids |= employees
            teach(env, employees)
        people += [{'role': role, 'login': user.login} for user in made]
    return people


def teach(env, employees):
    """All that any work asks for."""
    skills = env['aftersales.operation'].search([]).skill_id
    env['hr.employee.skill'].create([{
        'employee_id': employee.id, 'skill_id': skill.id, 'skill_type_id': skill.skill_type_id.id,
        'skill_level_id': skill.skill_type_id.skill_level_ids.sorted('level_progress')[-1:].id,
    } for employee in employees for skill in skills])


def make_cars(env, company, count):
    model = env['fleet.vehicle.model'].search([('brand_id', '!=', False)], limit=1)
    owners = env['res.partner'].create([
        {'name': f'Customer of the Day {number}', 'phone': f'+86 138{number:08}', 'country_id': env.ref('base.cn').id}
        for number in range(count)])
    return env['fleet.vehicle'].create([{
        'license_plate': f'沪Z·{number:05}', 'model_id': model.id, 'owner_id': owner.id, 'driver_id': owner.id,
        'company_id': company.id,
    } for number, owner in enumerate(owners)])


def pick_operations(env, company, workshop):
    """Ordinary work: with parts that lie in store, and without."""
    operations = env['aftersales.operation'].search([('company_id', 'in', (False, company.id))])
    parts = operations.part_ids.product_id.filtered('is_storable')
    for part in parts:
        env['stock.quant']._update_available_quantity(part, workshop.warehouse_id.lot_stock_id, PARTS)
    return operations


def read_screens(env, role):
    """{view: specification} of orders, as the web client builds it of the views this role gets."""
    user = env['res.users'].search([('login', '=', role)], limit=1)
    order = env(user=user.id)['aftersales.order']
    return {'form': get_spec(order, False, 'form'), 'list': get_spec(order, False, 'list')}


def prepare(env, counts):
    company = env['res.users'].search([('login', '=', 'advisor')]).company_id
    env = env(context={'allowed_company_ids': company.ids, 'tracking_disable': True, 'lang': 'en_US'})
    workshop = env['aftersales.workshop'].search([('company_id', '=', company.id)], limit=1)
    people = make_people(env, counts, company, workshop)
    return {
        'people': people, 'cars': make_cars(env, company, CARS_EACH * len(people)).ids, 'workshop': workshop.id,
        'operations': pick_operations(env, company, workshop).ids,
        'screens': {role: read_screens(env, role) for role in counts},
        'categories': env['aftersales.complaint.category'].search([], limit=5).ids,
        'journal': env['account.journal'].search([('type', '=', 'cash'), ('company_id', '=', company.id)], limit=1).id,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--host', required=True)
    parser.add_argument('--counts', required=True, type=json.loads, help='how many people of each role, as JSON')
    options = parser.parse_args()
    config.parse_config(
        ['-c', options.config, '-d', options.database, f'--db_host={options.host}', '--log-level=error'], setup_logging=True)
    with Registry(options.database).cursor() as cr:
        facts = prepare(Environment(cr, SUPERUSER_ID, {}), options.counts)
    print(json.dumps(facts), flush=True)


if __name__ == '__main__':
    main()
