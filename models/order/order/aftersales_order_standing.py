from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesOrder(models.Model):
    """Where an order stands: what every room asks, answered and searched in one place."""
    _inherit = 'aftersales.order'

    # The car is here, and work on it may go on until the customer takes it.
    _in_house_states = ('received', 'in_progress', 'quality_check', 'ready')
    # A promise can be missed as long as the work is not ready.
    _open_states = ('received', 'in_progress', 'quality_check')
    # History: corrections are credit notes or a new order.
    _locked_states = ('delivered', 'cancelled')

    is_in_house = fields.Boolean(
        string="In the House", compute='_compute_standing', search='_search_is_in_house',
        help="The car was received and is not delivered yet.")
    is_open = fields.Boolean(
        string="Work Left", compute='_compute_standing', search='_search_is_open',
        help="The car is in the house and its work is not ready.")
    is_locked = fields.Boolean(
        string="Delivered or Cancelled", compute='_compute_standing', search='_search_is_locked',
        help="The order was delivered or cancelled and does not change any more.")

    idle_actions = fields.Json(compute='_compute_idle_actions', help="Actions of the menu that the order does not allow now.")

    @api.depends('state', 'odometer_in')
    def _compute_idle_actions(self):
        for order in self:
            order.idle_actions = order._get_idle_actions()

    @api.depends('state')
    def _compute_standing(self):
        for order in self:
            order.is_in_house = order.state in self._in_house_states
            order.is_open = order.state in self._open_states
            order.is_locked = order.state in self._locked_states

    def _search_is_in_house(self, operator, value):
        return self._search_standing(operator, value, self._get_in_house_domain())

    def _search_is_open(self, operator, value):
        return self._search_standing(operator, value, self._get_open_domain())

    def _search_is_locked(self, operator, value):
        return self._search_standing(operator, value, self._get_locked_domain())

    # === BUSINESS METHODS ===#

    def _get_idle_actions(self):
        """Hook: ids of the form's actions that only a refusal would answer now."""
        self.ensure_one()
        return [] if self.odometer_in else [self._get_action_id('aftersales.action_correct_odometer')]

    @api.model
    def _get_action_id(self, xmlid):
        return self.env['ir.model.data']._xmlid_to_res_id(xmlid, raise_if_not_found=False)

    @api.model
    def _get_in_house_domain(self):
        return Domain('state', 'in', self._in_house_states)

    @api.model
    def _get_open_domain(self):
        return Domain('state', 'in', self._open_states)

    @api.model
    def _get_locked_domain(self):
        return Domain('state', 'in', self._locked_states)

    @api.model
    def _search_standing(self, operator, value, domain):
        if operator != 'in':
            return NotImplemented
        return domain if True in value else ~domain
