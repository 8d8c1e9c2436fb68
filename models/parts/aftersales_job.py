from odoo import models

# Who pays decides whether the customer must be asked before parts are taken.
APPROVING_FIELDS = {'order_id', 'pay_type_id', 'payer_id', 'share', 'deductible', 'co_payer_id'}


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    # === CRUD METHODS ===#

    def write(self, vals):
        replaced = self.technician_id if 'technician_id' in vals else self.env['hr.employee']
        result = super().write(vals)
        if replaced:
            receipts = self.sudo().line_ids.move_ids.picking_id.filtered(
                lambda picking: picking.state not in ('done', 'cancel') and picking.aftersales_receiver_id in replaced)
            receipts.aftersales_receiver_id = vals['technician_id']
        if APPROVING_FIELDS & vals.keys():
            self.order_id._sync_parts()
        return result

    def unlink(self):
        self.line_ids._release_parts()
        return super().unlink()

    # === BUSINESS METHODS ===#

    def _check_cancelled(self):
        super()._check_cancelled()
        self.line_ids._check_nothing_issued()

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if 'cancelled' in (source, target):
            self.order_id._sync_parts()

    def _after_done(self, source):
        super()._after_done(source)
        # sudo: who does the work need not be allowed to write lines
        self.sudo().line_ids._count_what_was_issued()

    def _check_may_be_declined(self, lines):
        super()._check_may_be_declined(lines)
        lines._check_nothing_issued()

    def _after_approval(self):
        super()._after_approval()
        self.order_id._sync_parts()

    def _after_decline(self):
        super()._after_decline()
        self.order_id._sync_parts()

    def _call_back(self, *args, **kwargs):
        answers = super()._call_back(*args, **kwargs)
        self.order_id._sync_parts()
        return answers

    # === BUSINESS METHODS: WAITS ===#

    def _get_awaited_moves(self):
        """Moves that are to bring parts to the jobs and can't yet."""
        # sudo: people of the floor needn't see stock
        moves = self.sudo().line_ids.move_ids
        return moves.filtered(lambda move: (
            move._is_open() and move.state != 'assigned' and move._get_aftersales_direction() > 0))

    def _end_parts_waits(self):
        holds = self.hold_ids.filtered(lambda hold: hold.ends_with_parts and hold.is_open)
        holds.filtered(lambda hold: not hold.job_id._get_awaited_moves()).action_close()
