from odoo import models

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """At check-in the customer is asked whether he comes (J5)."""
    _inherit = 'aftersales.order'

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.is_locked or not self.env.user.has_group('aftersales.group_campaign'):
            return alerts
        return alerts + [
            Alert('info', self.env._(
                "Invited to %(event)s (%(when)s): %(state)s", event=guest.campaign_id.name,
                when=guest.campaign_id._say_when(), state=guest._get_state_label()), 'action_view_invitations')
            for guest in self._get_invitations()]

    def _get_invitations(self):
        """Events to come that the customer of this order is invited to."""
        Guest = self.env['aftersales.campaign.guest']
        if not self.partner_id._origin:
            return Guest
        return Guest.search(Guest._get_open_domain() & Guest._get_partner_domain(self.partner_id._origin, self.company_id))

    def action_view_invitations(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_campaign_guests')
        return {**action, 'domain': [('id', 'in', self._get_invitations().ids)], 'context': {}}
