from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class AftersalesJob(models.Model):
    """How much of redeemed work the contract pays for: what goes beyond it is the customer's to pay (contracts, §3)."""
    _inherit = 'aftersales.job'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        if any('pay_type_id' in vals for vals in vals_list):
            jobs._check_contract_named()
        return jobs

    def write(self, vals):
        result = super().write(vals)
        if 'pay_type_id' in vals:
            self._check_contract_named()
        return result

    # === BUSINESS METHODS ===#

    def _check_contract_named(self):
        """:raises UserError: when a contract is said to pay, and nobody can tell which"""
        if self.env.su:
            return
        for job in self.filtered(lambda job: job.settlement == 'contract' and not job.contract_entitlement_id):
            raise UserError(self.env._(
                "%(job)s: which contract pays is not known. Keep who pays, and use “Redeem from Contract” on the job.",
                job=job.display_name))

    def _get_unpaid_rate(self, rates):
        """Of redeemed work: percent of its list value that goes beyond what the contract pays for each time."""
        self.ensure_one()
        entitlement = self.sudo().contract_entitlement_id  # sudo: for whoever works on the job
        if not entitlement:
            return super()._get_unpaid_rate(rates)
        value = sum(map(_get_list_value, self._get_sold_lines()))
        covered = entitlement.value_limit or self._get_content_value()
        return 100 * (1 - covered / value) if value > covered else 0.0

    def _get_content_value(self):
        """List value, with taxes, of what the operation or the menu brings for the car."""
        self.ensure_one()
        lines = self.env['aftersales.order.line']
        return sum(
            _get_list_value(lines.new(dict(vals, job_id=self.id)))
            for vals in self._prepare_source_lines() if not vals.get('is_included'))

    def _get_over_limit_message(self, wanted, limit):
        self.ensure_one()
        if not self.sudo().contract_entitlement_id:  # sudo: for whoever works on the job
            return super()._get_over_limit_message(wanted, limit)
        return self.env._(
            "Job %(job)s of %(order)s is paid by a contract, and %(wanted)s %% of its list value is beyond what the contract "
            "pays for. Enter it as a job of its own that the customer pays; this role may give it away: %(roles)s.",
            job=self.shown_name, order=self.order_id.name, wanted=float_repr(wanted, 2),
            roles=self.env['aftersales.discount.limit']._get_able_roles(self.company_id, wanted))


def _get_list_value(line):
    """Of what is sold by the list, with taxes: nothing for what a menu's price includes already."""
    if line.is_included:
        return 0.0
    return line._get_raw_total(line._get_list_unit_price(), line._get_list_taxes(), line.quantity)
