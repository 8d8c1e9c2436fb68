from datetime import date

from odoo import api, models

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow
from odoo.addons.aftersales.models.vehicle import vin as vin_tools

DAYS = ('sale_date', 'delivery_date', 'inspection_due_date', 'insurance_due_date')


class AftersalesExchangeVehicle(models.AbstractModel):
    """Cars with their owners and what their odometer showed; a VIN is one car for its whole life."""
    _name = 'aftersales.exchange.vehicle'
    _inherit = ['aftersales.exchange.kind']
    _description = "Imported Vehicles"
    _target = 'fleet.vehicle'

    @api.model
    def _get_key(self, values):
        vin = vin_tools.normalise(values.get('vin'))
        if not vin:
            raise WrongRow(self.env._("The VIN is missing: it says which car it is."))
        return vin

    @api.model
    def _match(self, rows):
        vehicles = self.env['fleet.vehicle'].with_context(active_test=False).search([
            ('vin_sn', 'in', [row['key'] for row in rows]), ('company_id', 'in', [False, self.env.company.id])])
        known = {vehicle.vin_sn: vehicle for vehicle in vehicles}
        return {row['number']: known[row['key']] for row in rows if row['key'] in known}

    @api.model
    def _read_helps(self, rows, document):
        wanted = {
            self._get_model_key(row['values']): row['values'] for row in rows
            if row['values'].get('brand') and row['values'].get('model')}
        owners = {row['values'][code] for row in rows for code in ('owner', 'contact') if row['values'].get(code)}
        vins = {vin_tools.normalise(row['values'].get('vin')) for row in rows}
        return {
            'faulty': {vin for vin, (severity, __) in self.env['aftersales.vin.region']._get_faults(vins).items()
                       if severity == 'error'},
            'state': self.env['fleet.vehicle'].default_get(['state_id']).get('state_id', False),
            'models': self._find_models(wanted, document.makes_models), 'source': document.source,
            'plans': self._find_plans({row['values']['plan'] for row in rows if row['values'].get('plan')}),
            'people': self._find_external(owners, document, 'res.partner', kind='customer')}

    @api.model
    def _complete(self, vals):
        return self.env['fleet.vehicle']._normalise_numbers(vals)

    @api.model
    def _complete_new(self, vals, helps):
        """A car of the house begins in the Fleet app's first state, which core would look up for each of them."""
        return vals if vals.get('owner_id') else {'state_id': helps['state'], **vals}

    @api.model
    def _is_doubted(self, row, helps):
        return row['key'] in helps['faulty']

    @api.model
    def _get_model_key(self, values):
        return table_file.fold(values['brand']), table_file.fold(values['model'])

    @api.model
    def _find_models(self, wanted, makes_models):
        """:return: dict of (make, model), folded: the model of the register"""
        Brand, Model = self.env['fleet.vehicle.model.brand'], self.env['fleet.vehicle.model']
        known = Brand.search([], order='id desc', limit=5000) if wanted else Brand
        brands = {table_file.fold(brand.name): brand for brand in known}
        makes = {make for make, __ in wanted}
        meant = [brand.id for brand in known if table_file.fold(brand.name) in makes]
        models = {
            (table_file.fold(model.brand_id.name), table_file.fold(model.name)): model
            for model in Model.search([('brand_id', 'in', meant)], order='id desc', limit=50_000)}
        for key, values in wanted.items() if makes_models else ():
            if key[0] not in brands:
                brands[key[0]] = Brand.create({'name': values['brand']})
            if key not in models:
                models[key] = Model.create({'name': values['model'], 'brand_id': brands[key[0]].id})
        return models

    @api.model
    def _find_plans(self, names):
        Plan = self.env['aftersales.maintenance.plan']
        plans = Plan.search([], order='id desc', limit=5000) if names else Plan
        return {table_file.fold(plan.name): plan for plan in plans}

    @api.model
    def _get_plan(self, values, helps):
        plan = helps['plans'].get(table_file.fold(values.get('plan')))
        if values.get('plan') and not plan:
            raise WrongRow(self.env._(
                "“%(name)s” is not known here. Create it first, or leave the cell empty.", name=values['plan'][:60]))
        return plan and str(plan.id)

    @api.model
    def _prepare(self, values, helps):
        model = None
        if values.get('brand') or values.get('model'):
            if not (values.get('brand') and values.get('model')):
                raise WrongRow(self.env._("Make and model belong together: one of them is missing."))
            model = helps['models'].get(self._get_model_key(values))
            if not model:
                raise WrongRow(self.env._(
                    "%(brand)s %(model)s is not in the register. Enter it there, or let the import create it.",
                    brand=values['brand'][:60], model=values['model'][:60]))
        self._read_number(values, 'odometer')
        self._read_day(values, 'odometer_date')
        return {
            'vin_sn': self._get_key(values), 'license_plate': values.get('plate'), 'model_id/.id': model and str(model.id),
            'owner_id/.id': self._get_person(values, 'owner', helps),
            'contact_id/.id': self._get_person(values, 'contact', helps),
            'maintenance_plan_id/.id': self._get_plan(values, helps), 'engine_number': values.get('engine'),
            'color': values.get('colour'), 'usage': values.get('usage'),
            **{code: self._read_day(values, code) for code in DAYS}}

    @api.model
    def _get_person(self, values, code, helps):
        if not values.get(code):
            return None
        person = helps['people'].get(values[code])
        if not person:
            raise WrongRow(self.env._(
                "No customer %(number)s came from %(system)s. Import the customers first.", number=values[code][:40],
                system=helps['source']))
        return str(person.id)

    @api.model
    def _after(self, taken, document):
        """What the odometer showed becomes a reading, once."""
        today = document.company_id._get_today().isoformat()
        why = self._take_readings({
            row['number']: (
                vehicle, float(self._read_number(row['values'], 'odometer')),
                date.fromisoformat(self._read_day(row['values'], 'odometer_date') or today))
            for row, vehicle in taken if row['values'].get('odometer')})
        return {
            number: self.env._("The car was taken, its odometer reading was not: %(why)s", why=sentence)
            for number, sentence in why.items()}
