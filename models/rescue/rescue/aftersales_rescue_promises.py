from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesRescue(models.Model):
    """What is promised beside the way: the supplier asked in writing, the customer answered, a spare car (A4)."""
    _inherit = 'aftersales.rescue'

    promise_ids = fields.One2many('aftersales.rescue.promise', 'rescue_id', string="Promises", copy=False)

    # === ACTION METHODS ===#

    def action_promise_supplier(self):
        """Chassis, engine, or what only the supplier knows: he is asked in writing, and the customer hears of it."""
        self._promise('supplier', 'reply')

    def action_promise_spare(self):
        """The car cannot be repaired soon: a spare one is brought."""
        self._promise('spare')

    # === BUSINESS METHODS ===#

    def _promise(self, *steps):
        self.check_access('write')
        self._check_open()
        self._claim_for_update()
        self.invalidate_recordset(['promise_ids'])
        for rescue in self:
            if rescue.state == 'cancelled':
                raise rescue._get_ended_error()
            known = set(rescue.promise_ids.mapped('promise_step'))
            rescue.promise_ids = [Command.create({'promise_step': step}) for step in steps if step not in known]

    def _check_closed(self):
        super()._check_closed()
        for rescue in self:
            promises = rescue.promise_ids.filtered(lambda promise: not promise.done_date)
            if promises:
                raise UserError(self.env._(
                    "%(rescue)s: what was promised is not done: %(promises)s.", rescue=rescue.display_name,
                    promises=", ".join(promises.mapped('display_name'))))

    def _after_cancelled(self, source):
        super()._after_cancelled(source)
        self.sudo().promise_ids._end_late_tasks()  # sudo: the tasks may be somebody else's
