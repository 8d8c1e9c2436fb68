from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class StockMove(models.Model):
    """The parts window: what is to be handed out now, part by part, and to whom (H2)."""
    _inherit = 'stock.move'

    aftersales_order_id = fields.Many2one(related='aftersales_line_id.order_id', string="Repair Order")
    aftersales_license_plate = fields.Char(related='aftersales_line_id.order_id.license_plate', string="Plate")
    aftersales_technician_id = fields.Many2one(related='aftersales_line_id.job_id.technician_id', string="Technician")
    aftersales_issued = fields.Float(related='aftersales_line_id.qty_issued', string="Issued", digits='Product Unit')
    aftersales_urgency = fields.Selection(related='aftersales_line_id.part_urgency')
    aftersales_needed_date = fields.Date(related='aftersales_line_id.part_needed_date')
    aftersales_promise_date = fields.Datetime(related='aftersales_line_id.order_id.promise_date', string="Promised")
    aftersales_short = fields.Float(
        string="Short", digits='Product Unit', compute='_compute_aftersales_short',
        help="Asked for and not set aside.")

    # What waits at the window is little of all that ever moved; the words are those of the list.
    _aftersales_window_idx = models.Index(
        "(date_deadline, id) WHERE aftersales_line_id IS NOT NULL AND (state NOT IN ('done', 'cancel') OR state IS NULL)")

    # === COMPUTE METHODS ===#

    @api.depends('state', 'quantity', 'product_uom_qty')
    def _compute_aftersales_short(self):
        for move in self:
            short = move.product_uom_qty - move.quantity if move._is_open() else 0.0
            move.aftersales_short = max(move.product_uom.round(short), 0.0) if move.product_uom else 0.0

    # === ACTION METHODS ===#

    def action_aftersales_issue(self):
        """Hand out what is set aside of the parts; what is short stays asked for in a transfer of its own.

        :return: the transfers, where the receiver signs; the dialog of numbers where parts are told apart by them
        """
        if not self.env.user.has_group('aftersales.group_parts'):
            raise AccessError(self.env._("Parts are handed out by the parts counter."))
        self.check_access('read')
        self.aftersales_line_id.order_id._claim_for_update()  # two clerks at once: the second sees what the first did
        self._check_may_be_issued()
        if any(move.has_tracking != 'none' for move in self):
            return self._get_lots_action()
        return self._issue_together()

    def action_view_aftersales_transfer(self):
        self.ensure_one()
        return self.picking_id._get_issued_action()

    # === BUSINESS METHODS ===#

    def _issue_together(self):
        pickings = self.picking_id
        self.picked = True
        pickings.with_context(skip_backorder=True)._action_done()
        return pickings._get_issued_action()

    def _issue_numbers(self, wanted):
        """Hand out what was asked for by the dialog of numbers: see ``_take_lots``.

        :return: what is opened then
        """
        self.aftersales_line_id.order_id._claim_for_update()
        self._check_may_be_issued()
        self._take_lots(wanted)
        return self._issue_together()

    def _check_may_be_issued(self):
        """:raises UserError: naming the part that cannot be handed out from here, why, and what to do"""
        for move in self:
            names = {
                'part': move.product_id.display_name, 'order': move.aftersales_line_id.order_id.name,
                'transfer': move.picking_id.name or ''}
            if not move.aftersales_line_id or not move.picking_id or move._get_aftersales_direction() <= 0:
                raise UserError(self.env._("%(part)s is not handed out for a repair order.", **names))
            if not move._is_open():
                raise UserError(self.env._(
                    "%(part)s for %(order)s is handed out or cancelled already. Reload the page.", **names))
            if move.product_uom.compare(move.quantity, 0.0) <= 0:
                raise UserError(self.env._(
                    "%(part)s for %(order)s is short: nothing of it is set aside. Order it, or move it in.", **names))
            if (move.picking_id.move_ids - self).filtered('picked'):
                raise UserError(self.env._(
                    "Somebody is picking other parts of %(transfer)s. Open it, and validate what is picked.", **names))
