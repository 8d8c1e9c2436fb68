"""The standing cast: people, outlets, cars and goods that most tests begin with.

``./dev test`` makes it once, before the test database is copied for the lanes; under another runner a class
makes the scenes it asks for in its own transaction. What a test changes of them is rolled back with the test.
"""
from unittest.mock import patch

from freezegun import freeze_time

import odoo.modules.module
from odoo import SUPERUSER_ID
from odoo.fields import Command

# No module of this name exists: nothing updates or uninstalls these records.
MODULE = 'aftersales_cast'
# Tests travel in time; the cast was there before all of them.
SINCE = '2020-01-06'
VIN = 'LZZPRNTS7P1000001'
# Of core's unit tests and dark mode: no browser of ours loads them.
UNUSED_BUNDLES = ('_unit_tests', '_unit_tests_setup', '.tests_assets', '.qunit_suite_tests', '_dark')

# One login a role; tests run as these users, never as the superuser.
ROLE_GROUPS = {
    'technician': 'aftersales.group_technician',
    'advisor': 'aftersales.group_advisor',
    'parts': 'aftersales.group_parts',
    'claims': 'aftersales.group_claims',
    'care': 'aftersales.group_care',
    'dispatcher': 'aftersales.group_dispatcher',
    'inspector': 'aftersales.group_inspector',
    'trainer': 'aftersales.group_trainer',
    'manager': 'aftersales.group_manager',
    'accountant': 'account.group_account_invoice',
}


def call_cast(env, *scenes):
    """The records of ``scenes`` by name; what is not standing yet is made."""
    env = env(user=SUPERUSER_ID, su=True)
    standing = {}
    for data in env['ir.model.data'].search_fetch([('module', '=', MODULE)], ['name', 'model', 'res_id']):
        scene, __, name = data.name.partition('__')
        standing.setdefault(scene, {})[name] = env[data.model].browse(data.res_id)
    cast = {}
    for scene in scenes:
        cast.update(standing.get(scene) or _make(env, scene, cast))
    return cast


def make_cast(env):
    """Make all scenes, for good."""
    # As a test would: a company comes with its warehouse, and its country installs no modules.
    with patch.object(odoo.modules.module, 'current_test', True):
        call_cast(env, *SCENES)
        _build_bundles(env['ir.qweb'])
    env.cr.commit()  # pylint: disable=invalid-commit  # the tests' copies of the database begin with them


def _build_bundles(qweb):
    """Else each class with a browser would build the bundles of JavaScript and styles again."""
    scripts, styles = qweb._get_bundles_to_pregenarate()
    for name in sorted(scripts | styles):
        if name.endswith(UNUSED_BUNDLES):
            continue
        if name in scripts:
            qweb._get_asset_bundle(name, css=False, js=True).js()
        if name in styles:
            qweb._get_asset_bundle(name, css=True, js=False).css()


def _make(env, scene, cast):
    env = env(context={**env.context, 'no_reset_password': True, 'tracking_disable': True})
    with freeze_time(SINCE):
        records = SCENES[scene](env, cast)
        env.flush_all()
    env['ir.model.data']._update_xmlids([
        {'xml_id': f'{MODULE}.{scene}__{name}', 'record': record, 'noupdate': True} for name, record in records.items()
    ])
    return {name: record.with_env(env(context={})) for name, record in records.items()}


# ------------------------------------------------------------
# Scenes
# ------------------------------------------------------------

def _people(env, cast):
    """Somebody of each role, and another dealer's company with an advisor of its own."""
    company = env.ref('base.main_company')
    other_company = env['res.company'].create({'name': "Neighbour Garage"})
    people = {f'user_{role}': (f'as_{role}', f'Test {role.title()}', group, company) for role, group in ROLE_GROUPS.items()}
    people |= {
        'user_technician_2': ('as_technician_2', 'Second Technician', ROLE_GROUPS['technician'], company),
        'user_other_advisor': ('as_other_advisor', 'Other Advisor', ROLE_GROUPS['advisor'], other_company),
    }
    # Without passwords, which take long to hash: a test's browser is let in by its login.
    users = env['res.users'].create([{
        'login': login, 'name': name, 'email': f'{login}@example.com',
        'company_id': company.id, 'company_ids': [Command.set(company.ids)],
        'group_ids': [Command.set((env.ref('base.group_user') | env.ref(group)).ids)],
    } for login, name, group, company in people.values()])
    return {'other_company': other_company, **dict(zip(people, users, strict=True))}


def _outlet(env, cast):
    """An outlet with two lifts and a store of its own, a technician with and one without a login, two cars of one owner."""
    company = env.ref('base.main_company')
    technician, technician_2 = env['hr.employee'].create([
        {'name': 'Wang Wei', 'user_id': cast['user_technician'].id, 'company_id': company.id},
        {'name': 'Li Na', 'company_id': company.id},
    ])
    warehouse = env['stock.warehouse'].create({'name': 'Parts Store', 'code': 'PST', 'company_id': company.id})
    workshop = env['aftersales.workshop'].create({
        'name': 'City Centre',
        'code': 'TSTC',
        'company_id': company.id,
        'warehouse_id': warehouse.id,
        'employee_ids': [Command.set((technician + technician_2).ids)],
        'bay_ids': [Command.create({'name': 'Lift 1'}), Command.create({'name': 'Lift 2'})],
    })
    model_a, model_b = _create_models(env, 'Testmobile', 'A', 'B')
    customer, insurer = env['res.partner'].create([
        {'name': 'Chen Jing', 'phone': '+86 21 5555 0101'},
        {'name': 'Ping An Insurance', 'is_company': True},
    ])
    vehicle, vehicle_2 = env['fleet.vehicle'].create([{
        'model_id': model_a.id, 'license_plate': plate, 'owner_id': customer.id, 'company_id': False,
    } for plate in ('沪A·T0000', '沪A·T0001')])
    return {
        'technician': technician, 'technician_2': technician_2, 'warehouse': warehouse, 'workshop': workshop,
        'model_a': model_a, 'model_b': model_b, 'customer': customer, 'insurer': insurer,
        'vehicle': vehicle, 'vehicle_2': vehicle_2, **_create_catalogue(env, model_b),
    }


def _create_catalogue(env, slow_model):
    """An operation with its part, and a skill."""
    part = env['product.product'].create({'name': 'Brake pads', 'type': 'consu', 'is_storable': True, 'list_price': 80.0})
    operation = env['aftersales.operation'].create({
        'name': 'Front brake pads, replace',
        'code': 'TST-010',
        'hours': 1.2,
        'hours_ids': [Command.create({'model_id': slow_model.id, 'hours': 1.5})],
        'part_ids': [Command.create({'product_id': part.id, 'quantity': 2})],
        'work_class_id': env.ref('aftersales.work_class_small').id,
    })
    skill_type = env['hr.skill.type'].create({
        'name': 'High voltage',
        'skill_ids': [Command.create({'name': 'HV level 2'})],
        'skill_level_ids': [Command.create({'name': 'Certified', 'level_progress': 100})],
    })
    return {'part': part, 'operation': operation, 'skill_type': skill_type, 'skill': skill_type.skill_ids}


def _store(env, cast):
    """Parts on the outlet's shelves."""
    pads, disc = env['product.product'].create([
        {'name': 'Brake pads', 'type': 'consu', 'is_storable': True, 'list_price': 80.0, 'standard_price': 30.0},
        {'name': 'Brake disc', 'type': 'consu', 'is_storable': True, 'list_price': 120.0, 'standard_price': 50.0},
    ])
    for product, quantity in ((pads, 10), (disc, 4)):
        env['stock.quant']._update_available_quantity(product, cast['warehouse'].lot_stock_id, quantity)
    return {'pads': pads, 'disc': disc}


def _papers(env, cast):
    """An outlet whose papers are printed: parts in bins and by serial number, two customers."""
    company = env.ref('base.main_company')
    warehouse = env['stock.warehouse'].create({'name': 'Print Store', 'code': 'PRS', 'company_id': company.id})
    workshop = env['aftersales.workshop'].create({
        'name': 'Riverside', 'code': 'PRN', 'company_id': company.id, 'warehouse_id': warehouse.id,
        'employee_ids': False, 'manager_id': cast['user_dispatcher'].id,
        'licence_number': '310105-0001', 'labour_rate': 100.0,
    })
    customer, customer_cn, insurer = env['res.partner'].create([
        {'name': 'Anna Smith', 'lang': 'en_US', 'street': '12 Harbour Road', 'phone': '+86 21 5555 0101'},
        {'name': '张伟', 'city': '上海', 'country_id': env.ref('base.cn').id},
        {'name': 'Ping An', 'is_company': True},
    ])
    model = _create_models(env, 'Printmobile', 'P1')
    vehicle, vehicle_cn = env['fleet.vehicle'].create([
        {'model_id': model.id, 'license_plate': '沪A·PR001', 'vin_sn': VIN, 'owner_id': customer.id},
        {'model_id': model.id, 'license_plate': '沪A·PR002', 'owner_id': customer_cn.id},
    ])
    return {
        'warehouse': warehouse, 'workshop': workshop, 'customer': customer, 'customer_cn': customer_cn, 'insurer': insurer,
        'model': model, 'vehicle': vehicle, 'vehicle_cn': vehicle_cn, **_stock_bin(env, warehouse),
    }


def _stock_bin(env, warehouse):
    """Parts in a named bin, one of them by serial number and so critical that its number is printed."""
    shelf = env['stock.location'].create({'name': 'A-01-03', 'location_id': warehouse.lot_stock_id.id})
    pads, disc = env['product.product'].create([
        {
            'name': 'Brake pads', 'default_code': 'BP-100', 'type': 'consu', 'is_storable': True,
            'list_price': 80.0, 'taxes_id': [Command.clear()],
        },
        {
            'name': 'Brake disc', 'default_code': 'BD-200', 'type': 'consu', 'is_storable': True,
            'list_price': 120.0, 'taxes_id': [Command.clear()], 'tracking': 'serial', 'aftersales_is_critical': True,
        },
    ])
    env['stock.quant']._update_available_quantity(pads, shelf, 50)
    for lot in env['stock.lot'].create([{'name': f'SN-{number}', 'product_id': disc.id} for number in range(4)]):
        env['stock.quant']._update_available_quantity(disc, shelf, 1, lot_id=lot)
    return {'bin': shelf, 'pads': pads, 'disc': disc}


def _books(env, cast):
    """A company with a chart of accounts, its outlet, what it sells and whom it sells to."""
    country = env.ref('base.us')
    company = env['res.company'].create({'name': "Billing Dealer", 'country_id': country.id})
    env['account.chart.template'].try_loading('generic_coa', company=company, install_demo=False)
    env = env(context={**env.context, 'allowed_company_ids': company.ids})
    tax, tax_included = env['account.tax'].create([{
        'name': f"Tax {amount} {sorted(values.items())}", 'amount': amount, 'type_tax_use': 'sale',
        'company_id': company.id, 'country_id': country.id, **values,
    } for amount, values in ((20, {}), (10, {'price_include_override': 'tax_included'}))])
    labour, part = env['product.product'].create([
        {
            'name': "Labour", 'type': 'service', 'uom_id': env.ref('uom.product_uom_hour').id,
            'list_price': 100, 'taxes_id': [Command.set(tax.ids)],
        },
        {'name': "Brake disc", 'type': 'consu', 'list_price': 80, 'taxes_id': [Command.set(tax.ids)]},
    ])
    customer, insurer, maker, fleet_account = env['res.partner'].create([
        {'name': "Chen Min"}, {'name': "Fair Insurance"}, {'name': "Car Maker"},
        {'name': "Taxi Fleet", 'is_company': True, 'aftersales_account_customer': True},
    ])
    vehicle_model = _create_models(env, 'Billmobile', 'A')
    return {
        'company': company,
        'workshop': env['aftersales.workshop'].create({
            'name': "Billing Street", 'code': 'BS', 'company_id': company.id,
        }),
        'income_account': env['account.account'].search([
            ('company_ids', 'in', company.ids), ('account_type', '=', 'income'),
        ], limit=1),
        'tax': tax, 'tax_included': tax_included, 'labour': labour, 'part': part,
        'customer': customer, 'insurer': insurer, 'maker': maker, 'fleet_account': fleet_account,
        'vehicle_model': vehicle_model,
        'vehicle': env['fleet.vehicle'].create({
            'model_id': vehicle_model.id, 'license_plate': 'BILL-1', 'company_id': False,
        }),
    }


def _shop(env, cast):
    """What the company with books sells in the browser: a part on its shelf, an operation and a menu."""
    env = env(context={**env.context, 'allowed_company_ids': cast['company'].ids})
    pads, menu_product = env['product.product'].create([
        {
            'name': "Brake pads", 'type': 'consu', 'is_storable': True, 'list_price': 80,
            'taxes_id': [Command.set(cast['tax'].ids)],
        },
        {'name': "Tour menu", 'type': 'service', 'taxes_id': [Command.set(cast['tax_included'].ids)]},
    ])
    env['stock.quant']._update_available_quantity(pads, cast['workshop'].warehouse_id.lot_stock_id, 10)
    operation = env['aftersales.operation'].create({
        'name': "Front brake pads", 'code': 'TOUR-10', 'hours': 1.5, 'product_id': cast['labour'].id,
        'work_class_id': env.ref('aftersales.work_class_small').id,
        'part_ids': [Command.create({'product_id': pads.id, 'quantity': 2})],
    })
    menu = env['aftersales.menu'].create({
        'name': "Tour service", 'product_id': menu_product.id, 'currency_id': cast['company'].currency_id.id,
        'line_ids': [Command.create({'operation_id': operation.id})],
        'price_ids': [Command.create({'price': 499})],
    })
    return {'pads': pads, 'operation': operation, 'menu': menu}


def _create_models(env, brand, *names):
    brand = env['fleet.vehicle.model.brand'].create({'name': brand})
    return env['fleet.vehicle.model'].create([{'name': name, 'brand_id': brand.id} for name in names])


SCENES = {
    'people': _people,
    'outlet': _outlet,
    'store': _store,
    'papers': _papers,
    'books': _books,
    'shop': _shop,
}
