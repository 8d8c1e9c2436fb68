from odoo import api, fields, models
from odoo.exceptions import UserError

from .stock_quant import HELD

INSIDE_USAGES = ('internal', 'transit')
# Moves of a request that lost what was set aside for them, until it is written.
LOST = 'aftersales.lost_parts'


class StockMove(models.Model):
    _name = 'stock.move'
    _inherit = ['stock.move', 'aftersales.kept.link.mixin', 'aftersales.read.together.mixin']
    _read_with = frozenset({'aftersales_line_id'})

    aftersales_line_id = fields.Many2one(
        'aftersales.order.line', string="Repair Order Line",
        readonly=True, check_company=True, index='btree_not_null',
    )
    aftersales_job_id = fields.Many2one(related='aftersales_line_id.job_id', string="Job")

    # === COMPUTE METHODS ===#

    def _compute_forecast_information(self):
        """What an order no longer asks for is not missing: core counts a cancelled move as "not available"."""
        cancelled = self.filtered(lambda move: move.state == 'cancel' and move.picking_id.aftersales_order_id)
        super(StockMove, self - cancelled)._compute_forecast_information()
        for move in cancelled:
            move.forecast_availability = move.product_qty
            move.forecast_expected_date = False

    # === CRUD METHODS ===#

    def write(self, vals):
        lost = self.browse()
        if vals.get('state') in ('waiting', 'confirmed', 'partially_available'):
            lost = self.filtered(lambda move: move.state == 'assigned' and move.aftersales_line_id)
        result = super().write(vals)
        if lost:
            lost._watch_lost()
        if 'state' in vals:
            lines = self.sudo().aftersales_line_id  # sudo: whoever moves the part
            lines._touch_board()
            if vals['state'] in ('assigned', 'done', 'cancel'):
                lines.job_id._end_parts_waits()
                lines._note_arrived_parts()
        return result

    # === BUSINESS METHODS ===#

    def _set_date_deadline(self, new_deadline):
        """What is due on no day any more moves nothing before and after it: core reckons with a day."""
        if new_deadline:
            super()._set_date_deadline(new_deadline)

    def _watch_lost(self):
        """Parts that were set aside and are not any more, such as after a count, are waited for; what stock sets aside
        anew in the same request was never missing."""
        lost = self.env.cr.precommit.data.setdefault(LOST, set())
        if not lost:
            self.env.cr.precommit.add(self.browse()._note_lost)
        lost.update(self.ids)

    def _note_lost(self):
        moves = self.sudo().browse(self.env.cr.precommit.data.pop(LOST, ())).exists()  # sudo: whoever moves the part
        moves.aftersales_line_id._note_missing_parts()

    def _get_aftersales_direction(self):
        """1 when the move takes parts out of stock, -1 when it brings them back, 0 when it stays inside."""
        self.ensure_one()
        leaves = self.location_id.usage in INSIDE_USAGES
        arrives = self.location_dest_id.usage in INSIDE_USAGES
        return int(leaves and not arrives) - int(arrives and not leaves)

    def _get_aftersales_quantity(self, uom):
        """Done, else asked quantity in ``uom``; negative when the parts come back."""
        self.ensure_one()
        quantity = self.quantity if self.state == 'done' else self.product_uom_qty
        return self._get_aftersales_direction() * self.product_uom._compute_quantity(
            quantity, uom, rounding_method='HALF-UP',
        )

    def _is_open(self):
        self.ensure_one()
        return self.state not in ('done', 'cancel')

    def _is_set_aside(self):
        """Whether all that the move asks for lies reserved on the shelf, of goods that are not told apart."""
        self.ensure_one()
        return bool(
            self.state == 'assigned' and not self.picked and self.has_tracking == 'none'
            and self._get_aftersales_direction() > 0 and self.product_uom.compare(self.quantity, self.product_uom_qty) == 0)

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        return [*super()._prepare_merge_moves_distinct_fields(), 'aftersales_line_id']

    def _get_source_document(self):
        return super()._get_source_document() or self.aftersales_line_id.order_id

    def _action_done(self, cancel_backorder=False):
        """Refuse what the order does not ask for; the order's row serialises two clerks at once."""
        self.sudo().picking_id.aftersales_order_id.job_ids.line_ids  # noqa: B018 - all of them, with two queries
        issued = self.filtered(lambda move: move._get_aftersales_order() and move._is_open())
        issued._get_aftersales_order()._claim_for_update()
        issued._check_aftersales_line()
        ours = self.filtered('aftersales_line_id')
        if ours:
            # Core locks each quant a move line touches, three times a line: all of them at once, and known as such.
            held = self.env['stock.quant']._hold(ours)
            moves = super(StockMove, self.with_context(**{HELD: held}))._action_done(cancel_backorder=cancel_backorder)
            moves = moves.with_env(self.env)
        else:
            moves = super()._action_done(cancel_backorder=cancel_backorder)
        lines = moves.aftersales_line_id.sudo()
        lines._check_issued_quantity()
        lines._count_what_was_issued()
        return moves

    def _get_aftersales_order(self):
        moves = self.sudo()
        return moves.picking_id.aftersales_order_id | moves.aftersales_line_id.order_id

    def _check_aftersales_line(self):
        for move in self.filtered(lambda move: move.picked and move.quantity):
            line = move.aftersales_line_id.sudo()
            issues = move._get_aftersales_direction() > 0
            if line.product_id != move.product_id or (issues and not line._get_needed_quantity()):
                raise UserError(self.env._(
                    "%(product)s is not on an approved job of repair order %(order)s, so it cannot be moved with "
                    "%(transfer)s. Have the advisor add it to a job and get it approved, or take it off the transfer.",
                    product=move.product_id.display_name,
                    order=move._get_aftersales_order()[:1].name,
                    transfer=move.reference,
                ))

    def _get_cogs_price_unit(self, quantity=0):
        """Cost of one unit of the parts really taken from stock: their value at issue less what came back.

        Core takes today's cost of the product unless it is FIFO, which leaves a
        difference in the stock account when the cost changed between issue and invoice.
        """
        if not self._is_valued_by_issue():
            return super()._get_cogs_price_unit(quantity)
        value = net_quantity = 0.0
        for move in self:
            sign = move._get_aftersales_direction()
            value += sign * move.value
            net_quantity += sign * move._get_valued_qty()
        if self.product_id.uom_id[:1].is_zero(net_quantity):
            return super()._get_cogs_price_unit(quantity)
        return value / net_quantity

    def _is_valued_by_issue(self):
        """Whether what is sold with these moves costs what they really took from the stock."""
        return bool(self.aftersales_line_id)
