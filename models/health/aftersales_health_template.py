from odoo import api, fields, models

POWERS = [
    ('combustion', "Combustion"),
    ('hybrid', "Hybrid"),
    ('electric', "Electric"),
]
# What a car of this fuel is, for the choice of its template; all others burn something.
POWER_OF_FUEL = {
    'electric': 'electric',
    'hydrogen': 'electric',
    'full_hybrid': 'hybrid',
    'plug_in_hybrid_diesel': 'hybrid',
    'plug_in_hybrid_gasoline': 'hybrid',
}


class AftersalesHealthTemplate(models.Model):
    """What is checked on a kind of car. The most specific template that fits a car is taken:
    its model before its drive, its drive before its use."""
    _name = 'aftersales.health.template'
    _description = "Health Check Template"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Leave it empty to share the template between all companies.")
    power = fields.Selection(POWERS, string="Drive", help="Leave it empty for cars of any drive.")
    usage = fields.Selection(
        [('household', "Household"), ('commercial', "Commercial")], string="Use", help="Leave it empty for any use.")
    model_ids = fields.Many2many('fleet.vehicle.model', string="Models", help="Leave it empty for any model.")
    item_ids = fields.Many2many('aftersales.health.item', string="Items", check_company=True)
    item_count = fields.Integer(string="Number of Items", compute='_compute_item_count')

    @api.depends('item_ids')
    def _compute_item_count(self):
        for template in self:
            template.item_count = len(template.item_ids)

    # === BUSINESS METHODS ===#

    @api.model
    def _find_for(self, vehicles, company):
        """:return: dict of vehicle: its template, empty when none fits"""
        templates = self.search([('company_id', 'in', (company.id, False))])
        return {
            vehicle: max(
                (template for template in templates if template._fits(vehicle)),
                key=lambda template: template._get_rank(), default=self.browse(),
            )
            for vehicle in vehicles
        }

    def _fits(self, vehicle):
        self.ensure_one()
        return (
            (not self.model_ids or vehicle.model_id in self.model_ids)
            and (not self.power or self.power == self._get_power(vehicle))
            and (not self.usage or self.usage == vehicle.usage)
        )

    @api.model
    def _get_power(self, vehicle):
        fuel = vehicle.fuel_type or vehicle.model_id.default_fuel_type
        return POWER_OF_FUEL.get(fuel, 'combustion')

    def _get_rank(self):
        """How specific the template is; of equals the first in the list wins."""
        self.ensure_one()
        return bool(self.model_ids), bool(self.power), bool(self.usage), bool(self.company_id), -self.sequence, -self.id

    def _get_items(self):
        """Items in the order of the walk around the car."""
        self.ensure_one()
        return self.item_ids.sorted(lambda item: (item.area_id.sequence, item.area_id.id, item.sequence, item.id))
