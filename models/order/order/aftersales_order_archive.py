from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """Putting an order away: what was delivered is history, which leaves the lists only with a reason."""

    _inherit = 'aftersales.order'

    archive_reason = fields.Char(
        string="Reason for Archiving", readonly=True, copy=False, tracking=True,
        help="Why a delivered order left the lists; the vehicle's history shows it all the same.")

    # === COMPUTE METHODS ===#

    @api.depends('active', 'archive_reason')
    def _compute_alert_html(self):
        return super()._compute_alert_html()

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if vals.get('active'):
            self.sudo().filtered('archive_reason').archive_reason = False  # sudo: kept by the system
        return result

    # === ACTION METHODS ===#

    def action_archive(self):
        """Of delivered orders it is asked why."""
        delivered = self.filtered(lambda order: order.active and order.state == 'delivered')
        if not delivered:
            return super().action_archive()
        delivered._check_may_archive_delivered()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Archive Delivered Orders"),
            'res_model': 'aftersales.archive.wizard',
            'view_mode': 'form',
            'views': [(False, 'form')],  # the lists' menu runs what comes back as it is
            'target': 'new',
            'context': {'default_order_ids': self.ids},
        }

    # === BUSINESS METHODS ===#

    def _get_alerts(self):
        """Who opens an order that left the lists, sees so, and why."""
        alerts = super()._get_alerts()
        if self.active:
            return alerts
        text = self.env._("Archived: %(reason)s", reason=self.archive_reason) if self.archive_reason else self.env._("Archived")
        return [Alert('warning', text), *alerts]

    def _archive(self, reason):
        """Put the orders away, and keep why."""
        self._check_may_archive_delivered()
        self.sudo().archive_reason = reason  # sudo: kept by the system
        self.write({'active': False})

    def _check_may_archive(self):
        super()._check_may_archive()
        for order in self.filtered(lambda order: order.active and order.state == 'delivered'):
            order._check_may_archive_delivered()
            if not order.archive_reason:
                raise UserError(self.env._(
                    "%(order)s was delivered: use “Archive” and say why it leaves the lists.", order=order.name))

    def _check_may_archive_delivered(self):
        if not self.env.su and not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._(
                "%(orders)s: what was delivered is history. Only a manager can archive it.",
                orders=", ".join(self.mapped('name'))))
