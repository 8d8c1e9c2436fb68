from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_repr

# What moves who pays a job, or the value of its menu.
VALUE_FIELDS = {'pay_type_id', 'payer_id', 'co_payer_id', 'share', 'deductible', 'menu_id'}


class AftersalesJob(models.Model):
    """What leaves the house unpaid: the list value of what is sold less what somebody pays.

    One rule for discounts, lower prices, other terms, what a menu includes, and work that nobody is charged for:
    what a job gives away may not grow above the limit of the user's roles. It is asked after each change, of three
    things: each line, a menu with what it includes, and the job with its payers. What somebody with a higher limit
    gave before stays given.
    """

    _inherit = 'aftersales.job'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        jobs._check_given_away({})
        return jobs

    def write(self, vals):
        if self.env.su or not VALUE_FIELDS & vals.keys():
            return super().write(vals)
        # sudo: whoever sees no prices is told which of the fields he may not change, not which price he may not read
        before = self.sudo()._get_given_rates()
        result = super().write(vals)
        self._check_given_away(before)
        return result

    # === BUSINESS METHODS: LIST VALUE ===#

    def _get_list_terms(self):
        """Price list and fiscal position whose prices are the job's list prices."""
        self.ensure_one()
        if self._is_priced_for_another():
            return self.co_payer_id.with_company(self.company_id).property_product_pricelist, self.fiscal_position_id
        if self.payer_id and self.payer_id != self.order_id.partner_id:
            return self.pricelist_id, self.fiscal_position_id
        return self.order_id._get_list_terms()

    def _is_priced_for_another(self):
        """Whether the co-payer bears all of it at the prices of a payer who bears nothing."""
        self.ensure_one()
        return bool(not self.share and self.co_payer_id and self.co_payer_id != self.payer_id)

    def _is_rated_for_another(self):
        """Whether the customer pays for hours at the rate of a pay type that lets others pay."""
        self.ensure_one()
        return self.pay_type_id.payer_policy != 'customer' and (
            self._is_priced_for_another() or self._get_principal() == self.order_id.partner_id)

    def _get_package_lines(self):
        """Lines that the menu's fixed price covers, and those that carry it."""
        self.ensure_one()
        if not self.menu_id:
            return self.line_ids.browse()
        return self.line_ids.filtered(lambda line: line.is_included or line.product_id == self.menu_id.product_id)

    def _get_package_value(self, lines):
        """List value of the menu, with taxes; what it doesn't include counts at its own price."""
        self.ensure_one()
        value = sum(line._get_raw_total(price, taxes, quantity) for line, price, taxes, quantity in self._get_extras(lines))
        price = self._get_menu_price()
        carriers = lines.filtered(lambda line: not line.is_included)
        carrier = carriers[:1] or lines[:1]
        taxes = carriers[:1]._get_list_taxes() if carriers else self.fiscal_position_id.map_tax(
            self.menu_id.product_id.taxes_id._filter_taxes_by_company(self.company_id))
        if price is None:
            price = carriers[:1]._get_list_unit_price() if carriers else self._get_list_terms()[0]._get_product_price(
                self.menu_id.product_id, quantity=1.0, currency=self.currency_id)
        return value + carrier._get_raw_total(price, taxes, 1.0)

    def _get_package_rate(self, lines):
        """Percent of the menu's value that its price leaves out."""
        self.ensure_one()
        value = self._get_package_value(lines)
        carriers = lines.filtered(lambda line: not line.is_included)
        paid = sum(
            line._get_raw_total(line.price_unit * (1 - line.discount / 100), line.tax_ids, line.quantity) for line in lines)
        rate = 100 * (1 - paid / value) if value > 0 else 0.0
        return max([rate, *carriers.mapped('discount')])

    def _get_extras(self, lines):
        """What is called included above what the menu includes for the car: (line, price, taxes, quantity)."""
        self.ensure_one()
        content = {}
        for vals in self._prepare_menu_content():
            content[vals['product_id']] = content.get(vals['product_id'], 0.0) + vals['quantity']
        for line in lines.filtered('is_included'):
            left = content.get(line.product_id.id, 0.0)
            quantity = line.product_uom_id._compute_quantity(line.quantity, line.product_id.uom_id, round=False)
            content[line.product_id.id] = max(left - quantity, 0.0)
            extra = max(quantity - left, 0.0)
            if extra and quantity:
                yield line, line._get_list_unit_price(), line._get_list_taxes(), line.quantity * extra / quantity

    def _prepare_menu_content(self):
        """Products of the menu's operations and how much of each, in the product's unit."""
        self.ensure_one()
        for operation in self.menu_id.line_ids.operation_id:
            for vals in self._prepare_operation_lines(operation, True):
                product = self.env['product.product'].browse(vals['product_id'])
                uom = self.env['uom.uom'].browse(vals.get('product_uom_id') or product.uom_id.id)
                quantity = uom._compute_quantity(vals['quantity'], product.uom_id, round=False)
                yield {'product_id': product.id, 'quantity': quantity}

    # === BUSINESS METHODS: WHO PAYS ===#

    def _is_owed_free(self):
        """Whether the work is free by right or for the house itself, so that nothing is given away.

        Work on the house's own car, and what the job is known to be: rework of a comeback.
        """
        self.ensure_one()
        house = self.company_id.partner_id.commercial_partner_id
        owner, partner = self.vehicle_id.owner_id, self.order_id.partner_id
        is_own = partner.commercial_partner_id == house and (
            owner.commercial_partner_id == house if owner else not self.vehicle_id.is_customer_vehicle)
        return is_own or (self.pay_type_id.payer_policy == 'none' and self.pay_type_id == self._suggest_pay_type())

    def _is_paid_by(self, partner):
        """Whether what ``partner`` bears comes in; what a manufacturer is still to be asked for does."""
        self.ensure_one()
        if not partner:
            return self.settlement == 'claim'
        return partner.commercial_partner_id != self.company_id.partner_id.commercial_partner_id

    def _get_unpaid_rate(self, rates):
        """Percent of the job's list value that nobody pays, by its payers and by what its lines give.

        :param rates: percent given of each line; what is above the user's limit was given before by somebody else
        """
        self.ensure_one()
        payers = [self._get_principal(), self.co_payer_id]
        is_split = self.co_payer_id != self.payer_id
        unpaid = [not self._is_paid_by(partner) for partner in payers]
        if not (unpaid[0] or (is_split and unpaid[1] and (self.share < 100 or self.deductible))) or self._is_owed_free():
            return 0.0
        limit = self.env['aftersales.discount.limit']._get_user_limit(self.company_id)
        value = sum(
            line.price_total / (1 - rates[line] / 100) if rates[line] <= limit and rates[line] < 100 else line.price_total
            for line in self._get_sold_lines()
        )
        if value <= 0:
            return 0.0  # nothing is priced yet
        paid = sum(amount for partner, amount in self._get_payer_amounts() if self._is_paid_by(partner))
        return 100 * (1 - paid / value)

    # === BUSINESS METHODS: THE RULE ===#

    def _get_given_rates(self):
        """Percent given away of each line, each menu (under ``('menu', job)``) and each job.

        Of a job of which some may be given away, how much it is (under ``('amount', job)``) beside that.
        """
        given = {}
        for job in self:
            package = job._get_package_lines()
            rates = {line: line._get_given_rate() for line in job.line_ids - package}
            given.update(rates)
            if package:
                given['menu', job] = job._get_package_rate(package)
                rates.update(dict.fromkeys(package, given['menu', job]))
            given[job] = job._get_unpaid_rate(rates)
            if job.sudo().allowance_percent:  # sudo: for whoever works on the job
                given['amount', job] = job._get_given_amount()
        return given

    def _check_given_away(self, before):
        """Refuse what gives away more than before, and more than the roles of the user may.

        :param before: what ``_get_given_rates`` said before the change
        :raises UserError: naming the limit and the roles that may
        """
        if self.env.su:
            return
        for company, jobs in self.grouped('company_id').items():
            more = {
                key: given for key, given in jobs._get_given_rates().items()
                if float_compare(given, max(before.get(key, 0.0), 0.0), precision_digits=2) > 0
            }
            limit = self.env['aftersales.discount.limit']._get_user_limit(company) if more else 100.0
            if limit >= 100:
                continue
            for key, given in more.items():
                job = _get_job(key)
                if isinstance(key, tuple) and key[0] == 'amount':
                    job._check_allowance_amount(given, limit)
                elif float_compare(given, limit, precision_digits=2) <= 0:
                    continue
                elif job._is_allowed(given):
                    job._check_allowance_amount(job._get_given_amount(), limit)
                else:
                    raise UserError(job._get_menu_over_limit_message(given, limit) if isinstance(key, tuple)
                                    else key._get_over_limit_message(given, limit))

    def _check_still_paid(self):
        """A customer's job does not become the house's own by another name on its order."""
        for job in self.filtered(lambda job: job.line_ids and job._is_owed_free()):
            limit = self.env['aftersales.discount.limit']._get_user_limit(job.company_id)
            if limit < 100:
                raise UserError(job._get_over_limit_message(100.0, limit))

    def _get_menu_over_limit_message(self, wanted, limit):
        self.ensure_one()
        return self.env['aftersales.discount.limit']._get_over_limit_message(
            self.order_id, self.menu_id.display_name, wanted, limit)

    def _get_over_limit_message(self, wanted, limit):
        self.ensure_one()
        return self.env._(
            "Job %(job)s of %(order)s: nobody would pay %(wanted)s %% of its list value, which is above your limit of "
            "%(limit)s %%. Enter who pays, or use “Ask to Give Away” on the job first; this role allows it: %(roles)s.",
            job=self.shown_name, order=self.order_id.name, wanted=float_repr(wanted, 2), limit=float_repr(limit, 2),
            roles=self.env['aftersales.discount.limit']._get_able_roles(self.company_id, wanted),
        )


def _get_job(key):
    """The job of what is given away: of a line, of a menu (under ``('menu', job)``) or of a job."""
    if isinstance(key, tuple):
        return key[1]
    return key if key._name == 'aftersales.job' else key.job_id
