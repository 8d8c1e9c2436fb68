from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# What decides to which recalls a car belongs.
MATCH_FIELDS = {'vin_sn', 'model_id', 'model_year', 'company_id', 'owner_id'}


class FleetVehicle(models.Model):
    """What a car is called back for; cars that come later are found by their VIN or model, too (I7)."""
    _inherit = 'fleet.vehicle'

    recall_vehicle_ids = fields.One2many(
        'aftersales.recall.vehicle', 'vehicle_id', string="Recalls", groups='aftersales.group_user')
    recall_count = fields.Integer(string="Open Recalls", compute='_compute_recalls', groups='aftersales.group_user')
    recall_text = fields.Text(string="Called Back", compute='_compute_recalls', groups='aftersales.group_user')
    is_stop_sale = fields.Boolean(
        string="Stop-Sale", compute='_compute_recalls', search='_search_is_stop_sale', groups='aftersales.group_user',
        help="A recall forbids selling the car before its work is done.")
    is_stop_drive = fields.Boolean(
        string="Stop-Drive", compute='_compute_recalls', search='_search_is_stop_drive', groups='aftersales.group_user',
        help="A recall forbids driving the car before its work is done.")
    has_recall = fields.Boolean(
        string="Open Recall", compute='_compute_recalls', search='_search_has_recall', groups='aftersales.group_user')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('recall_vehicle_ids.state', 'recall_vehicle_ids.recall_id.state')
    @api.depends_context('lang', 'uid', 'company', 'allowed_company_ids')
    def _compute_recalls(self):
        found = self.env['aftersales.recall.vehicle']._find_open(self, self.env.companies)
        for vehicle in self:
            cars = found[vehicle]
            vehicle.recall_count = len(cars)
            vehicle.has_recall = bool(cars)
            vehicle.is_stop_sale = any(cars.recall_id.mapped('stop_sale'))
            vehicle.is_stop_drive = any(cars.recall_id.mapped('stop_drive'))
            vehicle.recall_text = "\n".join(car._describe() for car in cars.with_env(self.env).sudo()) or False

    def _search_recalls(self, operator, value, domain, few=False):
        """:param few: the cars are found first: where they are few, a list in the order of plates would walk them all"""
        if operator != 'in':
            return NotImplemented
        # sudo: that a car is called back is told to whoever may see it
        cars = self.env['aftersales.recall.vehicle'].sudo()._search(
            self.env['aftersales.recall.vehicle']._get_open_domain() & Domain('vehicle_id', '!=', False)
            & Domain('company_id', 'in', self.env.companies.ids) & Domain(domain))
        ids = cars.subselect('vehicle_id')
        if few and True in value:
            return Domain.custom(to_sql=lambda model, alias, query: SQL("%s = ANY(ARRAY%s)", SQL.identifier(alias, 'id'), ids))
        open_cars = Domain('id', 'in', ids)
        return open_cars if True in value else ~open_cars

    def _search_has_recall(self, operator, value):
        return self._search_recalls(operator, value, Domain.TRUE)

    def _search_is_stop_sale(self, operator, value):
        return self._search_recalls(operator, value, Domain('recall_id.stop_sale', '=', True), few=True)

    def _search_is_stop_drive(self, operator, value):
        return self._search_recalls(operator, value, Domain('recall_id.stop_drive', '=', True), few=True)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        vehicles = super().create(vals_list)
        vehicles._match_recalls()
        return vehicles

    def write(self, vals):
        names = MATCH_FIELDS & vals.keys()
        before = [tuple(vehicle[name] for name in ('vin_sn', 'model_id', 'model_year', 'company_id')) for vehicle in self] \
            if names else []
        result = super().write(vals)
        if names:
            self.browse([
                vehicle.id for vehicle, values in zip(self, before, strict=True)
                if values != tuple(vehicle[name] for name in ('vin_sn', 'model_id', 'model_year', 'company_id'))
            ])._match_recalls()
        return result

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_recalls(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_recall_vehicles')
        return dict(action, domain=[('vehicle_id', 'in', self.ids)], context={})

    # === BUSINESS METHODS ===#

    def _match_recalls(self):
        """Find the recalls of these cars, whoever entered them."""
        if self and self.env.execute_query(SQL("SELECT 1 FROM aftersales_recall LIMIT 1")):
            self.env['aftersales.recall']._match_all(SQL("v.id = ANY(%s)", list(self.ids)))
