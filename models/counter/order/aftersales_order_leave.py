from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesOrder(models.Model):
    """A customer leaves without repair (D6): a fee for the diagnosis, and a pass for the gate."""

    _inherit = 'aftersales.order'

    leave_date = fields.Datetime(string="Left without Repair", readonly=True, copy=False, index='btree_not_null')
    leave_reason = fields.Char(string="Reason for Leaving", readonly=True, copy=False, tracking=True)

    def action_leave(self):
        """Ask for the reason and the fee."""
        self.ensure_one()
        self._check_may_leave()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Leave Without Repair"),
            'res_model': 'aftersales.leave.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_order_id': self.id},
        }

    def _get_idle_actions(self):
        idle = super()._get_idle_actions()
        return idle if self.is_open else [*idle, self._get_action_id('aftersales.action_order_leave')]

    def _check_may_leave(self):
        self.check_access('write')
        for order in self:
            if not order.is_open:
                raise UserError(self.env._(
                    "%(order)s is %(state)s: only a car that is in the house and not ready can leave without repair.",
                    order=order.name, state=order._get_state_label(order.state),
                ))
            running = order.job_ids.filtered(lambda job: job.state == 'doing')
            if running:
                raise UserError(self.env._(
                    "%(jobs)s of %(order)s is being worked on. Stop or finish the work first.",
                    order=order.name, jobs=", ".join(running.mapped('shown_name')),
                ))

    def _leave(self, reason, signatory=None, fee_lines=(), **signature):
        """End the order without the work that is not done yet.

        What is done stays and goes its way by the inspector to the invoice.

        :param fee_lines: values of the lines of the diagnosis fee; none: no fee
        """
        self.ensure_one()
        self._check_may_leave()
        # sudo: stamps of the system; first, so that what follows knows why the order becomes ready
        self.sudo().write({'leave_date': fields.Datetime.now(), 'leave_reason': reason})
        fee = self._add_leave_fee(fee_lines, signatory, **signature)
        open_jobs = self.job_ids.filtered(lambda job: job.state in ('todo', 'blocked') and job._is_live()) - fee
        declined = open_jobs.filtered(lambda job: job._needs_customer_approval())
        declined._decline('in_person', whole=True, signatory=signatory, reason=reason)
        if others := open_jobs - declined:
            others._cancel(reason)
        if fee:
            fee._transition('done')
        if not any(job._is_live() for job in self.job_ids) and self.state != 'ready':
            self._transition('ready')

    def _add_leave_fee(self, fee_lines, signatory, signature=None, signature_kind=None):
        """The fee as a job of the customer's, approved; the fee's discount is checked as any other."""
        jobs = self.env['aftersales.job']
        if not fee_lines:
            return jobs
        jobs = jobs.create({
            'order_id': self.id,
            'name': self.env._("Diagnosis without repair"),
            'pay_type_id': self.env.ref('aftersales.pay_type_customer').id,
            'line_ids': [Command.create(vals) for vals in fee_lines],
        })
        jobs.sudo().is_fee = True  # kept by the system: what is only a fee needs no inspector
        if self.currency_id.is_zero(jobs.amount_total):
            jobs.unlink()
            return jobs.browse()
        jobs._approve(
            'signature' if signature else 'in_person', signatory=signatory, signature=signature,
            signature_kind=signature_kind)
        return jobs

    def _check_leave_fee(self, paid):
        """A fee left out, or another one in place of the outlet's, is a discount on it."""
        self.ensure_one()
        product = self.workshop_id._get_diagnosis_product()
        pricelist, __ = self._get_list_terms()
        self._check_given(product.display_name, self._get_leave_fee(product, pricelist), paid)

    def _get_leave_fee(self, product, pricelist):
        """What a fee of the house costs the order's customer by the price list, before other taxes than the product's."""
        self.ensure_one()
        if not product:
            return 0.0
        price, rule_id = pricelist._get_product_price_rule(product, quantity=1.0, currency=self.currency_id)
        return price if rule_id else self._get_standing_fee(product, price)

    def _get_standing_fee(self, product, price):
        """Hook: what a fee costs where the customer's price list has no rule of its own: the product's sales price."""
        self.ensure_one()
        return price
