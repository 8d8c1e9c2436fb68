from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.base import table_file

LAST_YEAR = 2200


class AftersalesFitmentMapping(models.Model):
    """H1: what makers' catalogues call a make, a model or a vehicle, and which of the register it is."""
    _name = 'aftersales.fitment.mapping'
    _description = "Mapping of Makes and Models"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'scheme, kind, name, id'

    scheme = fields.Selection([('text', "Name"), ('aces', "ACES Number")], required=True, default='text')
    kind = fields.Selection(
        [('make', "Make"), ('model', "Model"), ('vehicle', "Base Vehicle")], required=True, default='model')
    name = fields.Char(
        string="In the File", required=True, max_length=128,
        help="As the file writes it: make, or make and model with a space between, such as VW Lavida; of ACES the number.")
    key = fields.Char(compute='_compute_key', store=True, precompute=True, export_string_translation=False)
    brand_id = fields.Many2one(
        'fleet.vehicle.model.brand', string="Make of the Register", ondelete='cascade', index='btree_not_null',
        compute='_compute_brand_id', store=True, readonly=False, precompute=True)
    model_id = fields.Many2one(
        'fleet.vehicle.model', string="Model of the Register", ondelete='cascade', index='btree_not_null',
        domain="[('brand_id', '=?', brand_id)]", help="Empty: all models of the make.")
    year_from = fields.Integer(
        string="From Year", bounds=(0, LAST_YEAR),
        help="A base vehicle of ACES is of one year; the file does not say it again.")
    year_to = fields.Integer(string="To Year", bounds=(0, LAST_YEAR))
    is_left_out = fields.Boolean(string="Leave Out", help="No car of ours: rows that speak of it are passed over.")

    _key_unique = models.UniqueIndex('(scheme, kind, key)', "The mapping has this name or number already.")

    # === COMPUTE METHODS ===#

    @api.depends('name')
    def _compute_key(self):
        for mapping in self:
            mapping.key = self._fold(mapping.name)

    @api.depends('model_id')
    def _compute_brand_id(self):
        for mapping in self:
            mapping.brand_id = mapping.model_id.brand_id or mapping.brand_id

    # === CONSTRAINTS ===#

    @api.constrains('brand_id', 'model_id', 'year_from', 'year_to')
    def _check_target(self):
        for mapping in self:
            if mapping.model_id and mapping.model_id.brand_id != mapping.brand_id:
                raise ValidationError(self.env._(
                    "%(name)s: the model is of another make. Choose the make of the model.", name=mapping.name))
            if mapping.year_from and mapping.year_to and mapping.year_from > mapping.year_to:
                raise ValidationError(self.env._(
                    "%(name)s: the years end before they begin. Exchange the two.", name=mapping.name))

    # === BUSINESS METHODS ===#

    @api.model
    def _fold(self, text):
        return ' '.join(table_file.fold(text).split())

    @api.model
    def _read_cars(self):
        """What files may speak of: mapped lines first, else makes and models by their names in the register.

        :return: dict of (scheme, kind, folded name): dict of values of a fitment, or None where it is left out
        """
        cars = {}
        for brand in self.env['fleet.vehicle.model.brand'].search_fetch([], ['name']):
            cars['text', 'make', self._fold(brand.name)] = {'brand_id': brand.id}
        for model in self.env['fleet.vehicle.model'].search_fetch([], ['name', 'brand_id']):
            cars['text', 'model', self._fold(f'{model.brand_id.name} {model.name}')] = {
                'brand_id': model.brand_id.id, 'model_id': model.id}
        for line in self.search(['|', ('is_left_out', '=', True), ('brand_id', '!=', False)]):
            if line.is_left_out:
                cars[line.scheme, line.kind, line.key] = None
            else:
                cars[line.scheme, line.kind, line.key] = {
                    'brand_id': line.brand_id.id, 'model_id': line.model_id.id, 'year_from': line.year_from,
                    'year_to': line.year_to}
        return cars

    @api.model
    def _add_unmapped(self, unmapped):
        """Lines without a make for what an import did not know; they are shown with all others that are still open.

        :param unmapped: list of [scheme, kind, name, rows]
        """
        known = {
            (line.scheme, line.kind, line.key) for line in self.search(
                [('key', 'in', [self._fold(name) for __, __, name, __ in unmapped])])}
        wanted = {
            (scheme, kind, self._fold(name)): {'scheme': scheme, 'kind': kind, 'name': name}
            for scheme, kind, name, __ in unmapped}
        self.create([vals for key, vals in wanted.items() if key not in known])
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_fitment_mappings'),
            'context': {'search_default_open': 1},
        }
