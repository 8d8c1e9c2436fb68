from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

HERE_ACTIVITY = 'aftersales.mail_activity_sold_parts_here'


class AftersalesCounterSale(models.Model):
    """What a sale lacks is ordered from it, or got from another outlet; its clerk learns when it comes (H2, H9)."""
    _name = 'aftersales.counter.sale'
    _inherit = ['aftersales.counter.sale', 'aftersales.special.order.mixin']
    _approval_activity = 'aftersales.mail_activity_sold_part_approval'
    _refused_activity = 'aftersales.mail_activity_sold_part_refused'

    is_to_order = fields.Boolean(
        string="Parts to Order", compute='_compute_is_to_order', compute_sudo=True, search='_search_is_to_order',
        help="Parts are sold that are not here, and nobody has ordered them yet.")
    parts_arrival_date = fields.Datetime(
        string="Parts Expected", compute='_compute_is_to_order', compute_sudo=True,
        help="When the last of the missing parts can be here.")
    has_special_orders = fields.Boolean(
        string="Special Orders to Approve", compute='_compute_has_special_orders', compute_sudo=True,
        help="A part is dear and not here: it is ordered once somebody who may has said yes.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('line_ids.is_to_order', 'line_ids.parts_arrival_date')
    def _compute_is_to_order(self):
        for sale in self:
            sale.is_to_order = any(line.is_to_order for line in sale.line_ids)
            short = sale.line_ids.filtered(lambda line: line._get_short_moves())
            dates = short.mapped('parts_arrival_date')
            sale.parts_arrival_date = max(dates) if dates and all(dates) else False

    @api.depends('line_ids.part_approval')
    def _compute_has_special_orders(self):
        for sale in self:
            sale.has_special_orders = 'to_approve' in sale.line_ids.mapped('part_approval')

    @api.model
    def _search_is_to_order(self, operator, value):
        if operator != 'in':
            return NotImplemented
        found = Domain('line_ids', 'any', [('is_to_order', '=', True)])
        return found if True in value else ~found

    # === ACTION METHODS ===#

    def action_order_missing_parts(self):
        """Order what the sales lack: one purchase order a vendor."""
        return self.line_ids.action_order_missing_parts()

    def action_approve_parts(self):
        """Say yes to all parts of the sales that wait for a word."""
        return self._get_parts_to_approve().action_approve_part()

    def action_refuse_parts(self):
        """A dialog asks why none of them is ordered."""
        return self._get_parts_to_approve().action_refuse_part()

    def action_ask_parts_approval(self):
        """Ask again, after it was refused or the task was put away."""
        return self._get_parts_to_approve(('to_approve', 'refused')).action_ask_part_approval()

    # === BUSINESS METHODS ===#

    def _get_parts_to_approve(self, states=('to_approve',)):
        self.check_access('read')
        lines = self.line_ids.filtered(lambda line: line.part_approval in states)
        if not lines:
            raise UserError(self.env._(
                "%(sales)s: no part waits for a word. It is here, ordered, answered or below the limit. Reload the page.",
                sales=", ".join(self.mapped('display_name')) or self.env._("these sales")))
        return lines

    def _are_parts_closed(self):
        return self.state != 'confirmed'

    def _get_special_name(self):
        return self.display_name

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
            told.line_ids.filtered('parts_awaited_since')._stamp_awaited(False)
            told._settle_part_approvals()
