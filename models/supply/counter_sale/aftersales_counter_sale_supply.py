from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

HERE_ACTIVITY = 'aftersales.mail_activity_sold_parts_here'


class AftersalesCounterSale(models.Model):
    """What a sale lacks is ordered from it; its clerk learns when it comes (H2, H9)."""
    _inherit = 'aftersales.counter.sale'

    is_to_order = fields.Boolean(
        string="Parts to Order", compute='_compute_is_to_order', compute_sudo=True, search='_search_is_to_order',
        help="Parts are sold that are not here, and nobody has ordered them yet.")
    parts_arrival_date = fields.Datetime(
        string="Parts Expected", compute='_compute_is_to_order', compute_sudo=True,
        help="When the last of the missing parts can be here.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('line_ids.is_to_order', 'line_ids.parts_arrival_date')
    def _compute_is_to_order(self):
        for sale in self:
            sale.is_to_order = any(line.is_to_order for line in sale.line_ids)
            short = sale.line_ids.filtered(lambda line: line._get_short_moves())
            dates = short.mapped('parts_arrival_date')
            sale.parts_arrival_date = max(dates) if dates and all(dates) else False

    @api.model
    def _search_is_to_order(self, operator, value):
        if operator != 'in':
            return NotImplemented
        waiting = self.search([('state', '=', 'confirmed'), ('line_ids.move_ids', 'any', [
            ('state', 'in', ('confirmed', 'partially_available')), ('procure_method', '=', 'make_to_stock')])])
        found = Domain('id', 'in', waiting.filtered('is_to_order').ids)
        return found if True in value else ~found

    # === ACTION METHODS ===#

    def action_order_missing_parts(self):
        """Order what the sales lack: one purchase order a vendor."""
        return self.line_ids.action_order_missing_parts()

    # === BUSINESS METHODS ===#

    def _tell_clerk_of_arrival(self, lines):
        """A task that names what has come."""
        self.ensure_one()
        user = self.user_id or self._get_parts_clerk() or self.env.ref('base.user_root')
        words = self.with_context(lang=user.lang)
        note = Markup('<ul>%s</ul>') % Markup().join(
            Markup('<li>%s</li>') % f'{line.product_id.display_name} × {line.quantity:g}' for line in lines.with_env(words.env))
        earlier = self.activity_search([HERE_ACTIVITY], user_id=user.id)
        if earlier:
            earlier[0].note = note + earlier[0].note
        else:
            words.activity_schedule(HERE_ACTIVITY, user_id=user.id, note=Markup('%s') % note, summary=words.env._(
                "Parts are here: %(sale)s", sale=self.display_name)[:250])

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if source == 'confirmed':
            told = self.sudo()  # sudo: the task may be somebody else's
            told.activity_unlink([HERE_ACTIVITY])
            told.line_ids.filtered('parts_awaited_since').write({'parts_awaited_since': False})
