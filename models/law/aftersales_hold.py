from odoo import fields, models
from odoo.exceptions import AccessError


class AftersalesHold(models.Model):
    """Waits that the law does not count as days in repair (Order 43, art. 24)."""
    _inherit = 'aftersales.hold'

    exemption_id = fields.Many2one(
        'aftersales.statute.exemption', string="No Day in Repair", index='btree_not_null', ondelete='restrict',
        help="Why the law does not count this wait, such as the transport of a traction battery.")

    def write(self, vals):
        if 'exemption_id' not in vals or self.env.su:
            return super().write(vals)
        if not self.env.user.has_group('aftersales.group_see_law'):
            raise AccessError(self.env._("Which wait the law leaves out is said by an advisor or the claims clerk."))
        before = {hold: hold.exemption_id for hold in self}
        result = super().write(vals)
        for hold, exemption in before.items():
            if hold.exemption_id != exemption:
                hold._log_exemption(exemption)
        return result

    def _log_exemption(self, before):
        """The clock of the law is moved by hand: the order's log tells by whom."""
        self.ensure_one()
        nothing = self.env._("counts")
        # sudo: who says so need not be allowed to write the order
        self.order_id.sudo()._message_log(body=self.env._(
            "%(wait)s (%(period)s), days in repair: %(before)s changed to %(after)s.",
            wait=self.display_name, period=self._get_period(), before=before.name or nothing,
            after=self.exemption_id.name or nothing), author_id=self.env.user.partner_id.id)
