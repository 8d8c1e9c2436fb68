from odoo import models

# What these pay types do is settled inside the house; of it a comeback and a favour concern the customer.
SHOWN_INTERNAL = ('aftersales.pay_type_rework', 'aftersales.pay_type_goodwill')


class AftersalesJob(models.Model):
    """A job in the customer's words: no clock, no cost, no note of the house."""

    _inherit = 'aftersales.job'

    def _is_shown_to_customer(self):
        self.ensure_one()
        if self.state == 'cancelled':
            return False
        return self.settlement != 'internal' or self.pay_type_id in self._get_shown_internal_types()

    def _get_shown_internal_types(self):
        types = self.env['aftersales.pay.type']
        for xmlid in SHOWN_INTERNAL:
            types |= self.env.ref(xmlid, raise_if_not_found=False) or types
        return types

    def _is_asked(self):
        """Whether the customer is being asked for the job right now."""
        self.ensure_one()
        return self.is_waiting_answer and self in self.order_id.open_request_id.job_ids

    def _get_portal_lines(self):
        """What is to be done and paid as far as the customer knows its price: he was asked for it, or need not be.

        What the workshop still works out is not among it.
        """
        self.ensure_one()
        lines = self._get_sold_lines()
        return lines if self._is_asked() else lines.filtered(lambda line: line.approval != 'pending')

    def _get_portal_amount(self):
        """What the customer bears of the job with taxes; None while it is not known to him."""
        self.ensure_one()
        if not self._is_live():
            return None
        lines = self._get_portal_lines()
        amount = self._get_customer_amount(lines)
        # Nothing to pay yet is not free of charge while the price is worked out.
        return amount if amount or lines == self._get_sold_lines() else None

    def _get_portal_status(self):
        """Key of the job's state in the customer's eyes, see :meth:`_get_portal_status_labels`."""
        self.ensure_one()
        if self.approval == 'declined':
            return 'declined'
        if self.approval == 'callback':
            return 'callback'
        if self._is_asked():
            return 'asked'
        if self.approval == 'pending':
            return 'estimating'
        if self.is_open:
            hold = self.hold_ids.filtered('is_open')[:1]
            if hold.kind in ('parts', 'sublet', 'insurer', 'customer'):
                return f'wait_{hold.kind}'
        return self.state

    def _get_portal_status_labels(self):
        """:return: dict of status: (label, Bootstrap colour)"""
        return {
            'asked': (self.env._("Waiting for your answer"), 'warning'),
            'estimating': (self.env._("Being estimated"), 'secondary'),
            'callback': (self.env._("We will call you"), 'warning'),
            'declined': (self.env._("Declined by you"), 'light'),
            'todo': (self.env._("Planned"), 'secondary'),
            'doing': (self.env._("In work"), 'primary'),
            'blocked': (self.env._("Interrupted"), 'warning'),
            'wait_parts': (self.env._("Waiting for parts"), 'warning'),
            'wait_sublet': (self.env._("At a specialist"), 'info'),
            'wait_insurer': (self.env._("Waiting for the insurer"), 'warning'),
            'wait_customer': (self.env._("Waiting for you"), 'warning'),
            'done': (self.env._("Done, to be checked"), 'info'),
            'passed': (self.env._("Done and checked"), 'success'),
        }
