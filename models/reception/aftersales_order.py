from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """Why customers leave without repair, from the list of reasons: to be counted, the text beside it to be read.

    And papers of the car: what has expired is told, what we keep goes back with the car.
    """

    _inherit = 'aftersales.order'

    leave_reason_id = fields.Many2one(
        'aftersales.decline.reason', string="Kind of Reason for Leaving", readonly=True, copy=False, tracking=True,
        index='btree_not_null', ondelete='restrict')

    # === BUSINESS METHODS ===#

    def _get_alerts(self):
        alerts = super()._get_alerts()
        # sudo: whoever sees the order sees what its papers say
        expired = self.sudo().checkin_ids.paper_ids.filtered('is_expired')
        if expired and not self.is_locked:
            alerts.append(Alert('warning', self.env._("Expired: %(documents)s. Tell the customer.", documents=", ".join(
                f"{paper.document_id.name} ({format_date(self.env, paper.valid_until)})" for paper in expired
            )), 'action_view_check_in' if self.env['aftersales.checkin'].has_access('read') else ''))
        return alerts

    def _get_kept_papers(self):
        """Papers of the car that lie with us until it leaves."""
        # sudo: whoever hands the car back, or prints what is handed back, is to know of them
        return self.sudo().checkin_ids.paper_ids.filtered(lambda paper: paper.possession == 'kept')

    def _check_delivered(self):
        super()._check_delivered()
        for order in self.filtered(lambda order: not order.delivery_ids):
            if kept := order._get_kept_papers():
                raise UserError(self.env._(
                    "%(order)s: %(documents)s is kept by us. Use “Deliver Car”, and hand it back or write why not.",
                    order=order.name, documents=", ".join(kept.document_id.mapped('name'))))
