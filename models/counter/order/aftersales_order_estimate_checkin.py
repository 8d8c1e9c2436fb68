from odoo import models


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    def _before_continued_on(self, estimate):
        """A sheet that was begun is not written again."""
        super()._before_continued_on(estimate)
        if self.checkin_id and estimate.checkin_id:
            self.checkin_id.sudo().unlink()  # sudo: one of two sheets for one visit, neither signed
        elif self.checkin_id:
            self.checkin_id._continue_on(estimate)
