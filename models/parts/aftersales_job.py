from odoo import models


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if {'pay_type_id', 'order_id'} & vals.keys():
            self.order_id._sync_parts()
        return result

    def unlink(self):
        self.line_ids._release_parts()
        return super().unlink()

    # === BUSINESS METHODS ===#

    def _check_transition(self, target):
        super()._check_transition(target)
        if target == 'cancelled':
            self.line_ids._check_nothing_issued(self.env._("cancelled"))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if 'cancelled' in (source, target):
            self.order_id._sync_parts()

    def _decline(self, *args, **kwargs):
        self.line_ids._check_nothing_issued(self.env._("declined"))
        return super()._decline(*args, **kwargs)

    def _after_approval(self):
        super()._after_approval()
        self.order_id._sync_parts()

    def _after_decline(self):
        super()._after_decline()
        self.order_id._sync_parts()

    def _call_back(self, *args, **kwargs):
        super()._call_back(*args, **kwargs)
        self.order_id._sync_parts()
