from odoo import api, fields, models
from odoo.exceptions import UserError

NOTICE_MAIL, NOTICE_SMS = 'aftersales.mail_template_contract_end', 'aftersales.sms_template_contract_end'


class AftersalesContract(models.Model):
    """Before the end the customer himself is told, once, with what is left and what follows at which price (contracts, §4)."""
    _name = 'aftersales.contract'
    _inherit = ['aftersales.contract', 'aftersales.customer.notice.mixin']

    end_notice_date = fields.Datetime(string="Customer Told of the End", readonly=True, copy=False, tracking=True)

    is_end_to_tell = fields.Boolean(compute='_compute_is_end_to_tell')

    # === COMPUTE METHODS ===#

    @api.depends('is_to_renew', 'is_past_end', 'renewal_result', 'end_notice_date', 'partner_id', 'vehicle_id')
    def _compute_is_end_to_tell(self):
        to_tell = self._get_end_to_tell()
        for contract in self:
            contract.is_end_to_tell = contract in to_tell

    # === ACTION METHODS ===#

    def action_tell_customer(self):
        """The notice now, where the house does not send it by itself."""
        self.check_access('write')
        self._claim_for_update()
        for contract in self - self._get_end_to_tell():
            raise UserError(self.env._(
                "%(contract)s does not end soon, has its answer, or its customer was told already, or waits for an answer of "
                "ours.", contract=contract.display_name))
        self._tell_end()

    # === BUSINESS METHODS ===#

    def _tell_renewal(self):
        """With its seller's task, where the house writes to customers."""
        super()._tell_renewal()
        # sudo: the settings decide, whoever asks
        self.filtered(lambda contract: contract.sudo().company_id.aftersales_contract_notice)._get_end_to_tell()._tell_end()

    def _forget_told(self):
        super()._forget_told()
        # sudo: the stamp is the system's
        self.sudo().filtered(lambda contract: not contract.renewal_result).end_notice_date = False

    def _tell_end(self):
        self._queue_notice(NOTICE_MAIL, NOTICE_SMS)
        self.sudo().end_notice_date = fields.Datetime.now()  # sudo: the stamp is the system's

    def _get_end_to_tell(self):
        """Those whose customers may be told now."""
        ending = self.filtered(lambda contract: not contract.end_notice_date and contract._is_ending())
        paused = ending.vehicle_id._filter_contact_paused()
        return ending.filtered(lambda contract: contract.vehicle_id not in paused)

    def _wants_offers(self):
        """Until when his contract runs is told to every customer: it is part of the contract. What follows, at which price, is
        an offer."""
        self.ensure_one()
        return not self.partner_id.with_company(self.company_id)._refuses('mail', 'marketing')

    def _is_ending(self):
        """Up for renewal, without an answer, and with something left that ends: neither used up nor over."""
        self.ensure_one()
        return self.state == 'active' and self.is_to_renew and not self.renewal_result and not self.is_past_end

    def _is_notice_due(self, mail_template):
        """Who answered or complained while the message waited is told nothing."""
        return super()._is_notice_due(mail_template) and (mail_template != NOTICE_MAIL or (
            self._is_ending() and not self.vehicle_id._is_contact_paused()))

    def _get_end_text(self):
        """The last day, as the reader of the notice writes it, and the kilometres that end it before."""
        self.ensure_one()
        day = self.env['ir.qweb.field.date'].value_to_html(self.end_date, {}) if self.end_date else ''
        if not self.end_distance:
            return day
        distance = self.env['ir.qweb.field.integer'].value_to_html(round(self.distance_left), {})
        return self.env._("%(day)s, or for another %(distance)s km", day=day, distance=distance)

    def _get_left_texts(self):
        """What is left of it, a line for each work."""
        self.ensure_one()
        lines = self.sudo().entitlement_ids  # sudo: of the customer's own contract
        return [self.env._("%(work)s: %(left)s left", work=line.work_name, left=line.left_text)
                for line in lines if line._has_left()]

    def _get_renewal_offers(self):
        """What follows it for this car, and what this customer would be invoiced for it.

        :return: list of (type of contract, total with taxes)
        """
        self.ensure_one()
        return [(kind, self._get_offer_total(kind)) for kind in self.type_id.renewal_type_ids or self.type_id
                if not kind._get_refusal(self.vehicle_id)]

    def _get_offer_total(self, kind):
        # sudo: whoever tells the customer need not know of taxes
        Position = self.env['account.fiscal.position'].sudo().with_company(self.company_id)
        position = Position._get_fiscal_position(self.payer_id or self.partner_id)
        taxes = position.map_tax(kind.product_id.sudo().taxes_id._filter_taxes_by_company(self.company_id))
        return taxes.compute_all(
            kind._get_price(self.vehicle_id), kind.currency_id, product=kind.product_id)['total_included']

    def _get_offer_texts(self):
        """The offers, a line for each; to who wants none, none."""
        self.ensure_one()
        if not self._wants_offers():
            return []
        return [self.env._(
            "%(type)s, %(months)s months: %(price)s with taxes", type=kind.name, months=kind.months,
            price=self.currency_id.format(total)) for kind, total in self._get_renewal_offers()]
