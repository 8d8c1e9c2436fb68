from odoo import models


class AftersalesOrder(models.Model):
    """What of an order is shown to the customer who signs at the counter."""

    _inherit = 'aftersales.order'

    def _has_signed_papers(self):
        order = self.sudo()  # sudo: whoever asks
        return (
            super()._has_signed_papers() or 'signed' in order.checkin_ids.mapped('state') or bool(order.delivery_ids))

    def _get_shown(self):
        """Car, customer, work and money, in the words of the context's language."""
        self.ensure_one()
        return {
            'order': self.name,
            'vehicle': self.vehicle_id.display_name,
            'plate': self.license_plate or '',
            'customer': self.partner_id.display_name,
            'work': [
                {'name': job._get_print_name(), 'total': job.currency_id.format(job.amount_total), 'approval': job.approval}
                for job in self.job_ids if job._is_live()
            ],
            'total': self.currency_id.format(self.amount_total),
        }

    def _get_shown_hash(self):
        """Fingerprint of :meth:`_get_shown`, the same for whoever looks: a dialog keeps it from when it opens."""
        Evidence = self.env['aftersales.evidence.mixin']
        # sudo: the same for whoever looks
        shown = self.sudo().with_context(lang='en_US')._get_shown()
        return Evidence._hash_content(Evidence._serialise(shown))
