from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_repr


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
        """Of redeemed work: percent of its list value that neither the contract nor the customer's own share pays."""
        self.ensure_one()
        job = self.sudo()  # sudo: for whoever works on the job
        entitlement = job.contract_entitlement_id
        if not entitlement or job.settlement != 'contract':  # or it is being given to somebody else to pay
            return super()._get_unpaid_rate(rates)
        value = sum(map(_get_list_value, self._get_sold_lines()))
        if value <= 0:
            return 0.0
        covered = job._get_covered_value(entitlement, value)
        return max(100 * (1 - (covered + job._get_own_value(value)) / value), 0.0)

    def _get_covered_value(self, entitlement, value):
        """The contract's part of ``value``, up to what it pays each time."""
        part = 1 - entitlement.own_share / 100
        return min(value * part, entitlement.value_limit or self._get_content_value() * part)

    def _get_contract_list_value(self):
        """What the contract pays of this job, by the price list, without taxes."""
        self.ensure_one()
        lines = self._get_sold_lines()
        value = sum(map(_get_list_value, lines))
        if value <= 0:
            return 0.0
        part = self._get_covered_value(self.contract_entitlement_id, value) / value
        return self.currency_id.round(sum(map(_get_net_list_value, lines)) * part)

    def _get_own_value(self, value):
        """What the customer himself bears of ``value``, as the job's share and deductible say."""
        self.ensure_one()
        if self.co_payer_id == self.payer_id or not self._is_paid_by(self.co_payer_id):
            return 0.0
        first = min(self.deductible, value)
        return first + (value - first) * (100 - self.share) / 100

    def _prepare_own_share_vals(self, entitlement):
        """The customer pays his own share of redeemed work, as co-payer beside the contract."""
        self.ensure_one()
        if not entitlement.own_share:
            return {}
        return {'share': 100 - entitlement.own_share, 'co_payer_id': self.co_payer_id.id or self.order_id.partner_id.id}

    def _forget_own_share(self):
        """Work that is given back is nobody's by shares any more; a share that somebody entered stays his."""
        self.ensure_one()
        own_share = self.contract_entitlement_id.own_share
        if own_share and not self.order_id.is_locked and not float_compare(self.share, 100 - own_share, precision_digits=2):
            self.share = 100

    def _get_content_value(self):
        """List value, with taxes, of what the operation or the menu brings for the car, or of the parts that are paid for."""
        self.ensure_one()
        entitlement = self.sudo().contract_entitlement_id  # sudo: for whoever works on the job
        if entitlement.is_any_work:
            return sum(map(_get_list_value, self._get_sold_lines()))
        if entitlement._is_for_parts():
            return sum(map(_get_list_value, entitlement._get_part_lines(self)))
        lines = self.env['aftersales.order.line']
        return sum(
            _get_list_value(lines.new(dict(vals, job_id=self.id)))
            for vals in self._prepare_source_lines() if not vals.get('is_included'))

    def _get_over_limit_message(self, wanted, limit):
        self.ensure_one()
        entitlement = self.sudo().contract_entitlement_id  # sudo: for whoever works on the job
        if not entitlement:
            return super()._get_over_limit_message(wanted, limit)
        return entitlement._get_exclusion(self) or self.env._(
            "Job %(job)s of %(order)s is paid by a contract, and %(wanted)s %% of its list value is beyond what the contract "
            "pays for. Enter it as a job of its own that the customer pays; this role may give it away: %(roles)s.",
            job=self.shown_name, order=self.order_id.name, wanted=float_repr(wanted, 2),
            roles=self.env['aftersales.discount.limit']._get_able_roles(self.company_id, wanted))


def _get_list_value(line):
    """Of what is sold by the list, with taxes: nothing for what a menu's price includes already."""
    if line.is_included:
        return 0.0
    return line._get_raw_total(line._get_list_unit_price(), line._get_list_taxes(), line.quantity)


def _get_net_list_value(line):
    """The same without taxes."""
    if line.is_included:
        return 0.0
    base_line = line._prepare_base_line_for_taxes_computation(
        price_unit=line._get_list_unit_price(), discount=0.0, tax_ids=line._get_list_taxes(), quantity=line.quantity)
    line.env['account.tax']._add_tax_details_in_base_line(base_line, line.company_id)
    return base_line['tax_details']['raw_total_excluded_currency']
