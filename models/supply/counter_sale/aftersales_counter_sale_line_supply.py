from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesCounterSaleLine(models.Model):
    """Parts that are sold and not here: ordered by the machine of repair orders, and told when they come (H2, H9)."""
    _name = 'aftersales.counter.sale.line'
    _inherit = ['aftersales.counter.sale.line', 'aftersales.part.supply.mixin']

    parts_awaited_since = fields.Datetime(
        string="Missing Since", readonly=True, copy=False, help="When stock was asked for the part and had none.")
    is_to_order = fields.Boolean(
        string="To Order", compute='_compute_supply', compute_sudo=True,
        help="The part is sold and not here, and nobody has ordered it yet.")
    supply_name = fields.Char(
        string="Ordered", compute='_compute_supply', compute_sudo=True, help="Purchase orders the part comes with.")
    supply_vendor_id = fields.Many2one(
        'res.partner', string="Vendor", compute='_compute_supply', compute_sudo=True,
        help="Who delivers the part, or would when it is ordered.")
    parts_arrival_date = fields.Datetime(
        string="Can Be Here", compute='_compute_supply', compute_sudo=True,
        help="When a part that is not here comes: as ordered, else by the vendor's usual days.")

    # === COMPUTE METHODS ===#

    @api.depends(
        'state', 'move_ids.state', 'move_ids.procure_method', 'move_ids.created_purchase_line_ids.order_id.state',
        'move_ids.move_orig_ids.date')
    def _compute_supply(self):
        self.move_ids._get_aftersales_purchase_lines()  # all at once
        for line in self:
            short = line._get_short_moves()
            bought = short._get_aftersales_purchase_lines()
            line.is_to_order = bool(line._get_moves_to_supply())
            line.supply_name = ", ".join(bought.order_id.mapped('name'))
            line.supply_vendor_id = bought.order_id.partner_id[:1] or (line._get_vendor().partner_id if short else False)
            line.parts_arrival_date = line._get_arrival(short, bought)

    # === ACTION METHODS ===#

    def action_order_missing_parts(self):
        """Have what is not here bought (or moved in) for these very lines, once.

        :return: the purchase orders it stands on, one a vendor, to be sent and confirmed
        """
        if not self.env.user.has_group('aftersales.group_parts'):
            raise AccessError(self.env._("Only the parts counter can order missing parts."))
        self.check_access('read')
        self.sale_id._claim_for_update()  # two clerks at once: the second sees what the first did
        moves = self.sudo()._get_moves_to_supply()  # sudo: what stock is asked for is the sale's
        if not moves:
            raise UserError(self.env._(
                "There is nothing to order for %(products)s: the parts are here or ordered already, or the sale is not "
                "confirmed.", products=", ".join(self.product_id.mapped('display_name')) or self.env._("these sales")))
        lines = moves.aftersales_counter_line_id
        moves._order_for_aftersales()
        return lines.sudo(self.env.su).action_view_supply()

    # === BUSINESS METHODS ===#

    def _get_short_moves(self):
        """Moves of confirmed sales that stock has not set aside."""
        return self.filtered(lambda line: line.state == 'confirmed').move_ids.filtered(lambda move: (
            move._is_open() and move.state != 'assigned' and move._get_aftersales_direction() > 0))

    def _get_moves_to_supply(self):
        """Moves that wait for stock nobody has ordered for them."""
        return self._get_short_moves().filtered(lambda move: (
            move.state in ('confirmed', 'partially_available') and move.procure_method == 'make_to_stock'))

    def _get_arrival(self, short, bought):
        """When the last of the ``short`` moves can be served, not before now; False when nobody knows."""
        self.ensure_one()
        if not short:
            return False
        now = fields.Datetime.now()
        coming = short.move_orig_ids.filtered(lambda move: move._is_open())
        dates = coming.mapped('date') or [date for date in bought.mapped('date_planned') if date]
        if self._get_moves_to_supply():
            days = self._get_vendor_days()
            if days is None:
                return False
            dates = [*dates, now + timedelta(days=days)]
        return max([*dates, now]) if dates else False

    def _note_missing_parts(self):
        """Stock was asked and has not all of it: from now on somebody waits for the part."""
        self._get_short_moves().aftersales_counter_line_id.filtered(
            lambda line: not line.parts_awaited_since).write({'parts_awaited_since': fields.Datetime.now()})

    def _note_arrived_parts(self):
        """Parts that were waited for are set aside: the clerk of the sale is told."""
        arrived = self.filtered(lambda line: line.parts_awaited_since and not line._get_short_moves())
        arrived.write({'parts_awaited_since': False})
        for sale, lines in arrived.grouped('sale_id').items():
            if sale.state == 'confirmed':
                sale._tell_clerk_of_arrival(lines)
