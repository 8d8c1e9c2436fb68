from odoo import fields, models
from odoo.exceptions import AccessError, UserError

COLLECT_STATES = [
    ('released', "Waits for the Collective Invoice"), ('collecting', "Being Collected"),
    ('collected', "On a Collective Invoice"),
]


class AftersalesOrder(models.Model):
    """Work of an account customer is released, and invoiced together on the agreement's day (G4).

    The lines are made, linked and credited by the room ``billing``, as on any invoice: only which payers' lines are taken,
    and how they are arranged, is decided here.
    """
    _inherit = 'aftersales.order'

    collect_state = fields.Selection(
        COLLECT_STATES, string="Collective Invoice", readonly=True, copy=False, index='btree_not_null', tracking=True)
    released_date = fields.Datetime(string="Released On", readonly=True, copy=False)

    # === ACTION METHODS ===#

    def action_release(self):
        """What is done is right, and goes onto the next collective invoice."""
        self._check_may_release()
        self._claim_for_update()
        for order in self:
            if not order.agreement_id:
                raise UserError(self.env._(
                    "%(order)s is under no frame agreement. Invoice it by itself.", order=order.name))
            if order.collect_state == 'released':
                raise UserError(self.env._("%(order)s is released already.", order=order.name))
            if not order._has_to_collect():
                raise UserError(self.env._(
                    "%(order)s: nothing is to be invoiced to %(customer)s. Only work that is approved and done is.",
                    order=order.name, customer=order.agreement_id.sudo().partner_id.display_name))
            order._check_order_number()
        # sudo: the mark is the system's
        self.sudo().write({'collect_state': 'released', 'released_date': fields.Datetime.now()})

    def action_hold_back(self):
        """Not on this collective invoice after all."""
        self._check_may_release()
        self._claim_for_update()
        for order in self:
            if order.collect_state != 'released':
                raise UserError(self.env._("%(order)s does not wait for a collective invoice.", order=order.name))
        # sudo: the mark is the system's
        self.sudo().write({'collect_state': False, 'released_date': False})

    def _check_may_release(self):
        self.check_access('read')
        if not (self.env.su or self.env.user.has_group('aftersales.group_order')
                or self.env.user.has_group('aftersales.group_keep_agreement')):
            raise AccessError(self.env._("Orders are released by advisors, accountants and managers."))

    # === BUSINESS METHODS: INVOICING ===#

    def _has_to_collect(self):
        """Whether the agreement's customer pays for anything that is done and not invoiced."""
        self.ensure_one()
        customer = self.sudo().agreement_id.partner_id  # sudo: whoever reads the order may know whose it is
        return any(
            customer in (job.payer_id | job.co_payer_id).commercial_partner_id and any(
                line._is_to_charge() for line in job.line_ids)
            for job in self.job_ids if job._is_billable())

    def _collect_onto_invoice(self):
        """The orders' collective invoice: one, unless currencies, taxes or invoice addresses differ."""
        # sudo: the mark is the system's; what is invoiced is checked with the user's rights
        self.sudo().collect_state = 'collecting'
        moves = self._create_invoices()
        self.sudo().collect_state = 'collected'
        return moves

    def _group_invoice_lines(self):
        """What an agreement's customer pays is taken on its collective invoice only, and nothing else is taken there."""
        groups = super()._group_invoice_lines()
        for key in list(groups):
            for order in list(groups[key]):
                customer = order.sudo().agreement_id.partner_id  # sudo: the agreement decides, whoever invoices
                is_own = bool(customer) and key[3].commercial_partner_id == customer
                if is_own != (order.collect_state == 'collecting'):
                    del groups[key][order]
            if not groups[key]:
                del groups[key]
        return groups

    def _get_invoice_key(self, payer, journal, fiscal_position):
        if self.collect_state == 'collecting' and payer.commercial_partner_id == self.sudo().agreement_id.partner_id:
            # sudo: the agreement decides, whoever invoices
            return (
                self.company_id, journal, self.currency_id, payer._get_account_address(), fiscal_position, self.browse())
        return super()._get_invoice_key(payer, journal, fiscal_position)

    def _get_nothing_to_invoice_message(self):
        orders = self.filtered(lambda order: order.agreement_id and order._has_to_collect())
        if orders and orders == self.filtered(lambda order: order.invoice_status == 'to_invoice'):
            return self.env._(
                "%(orders)s: what is left goes onto the collective invoice of %(customers)s. Release it for that instead.",
                orders=", ".join(orders.mapped('name')),
                customers=", ".join(orders.sudo().agreement_id.partner_id.mapped('display_name')))  # sudo: as above
        return super()._get_nothing_to_invoice_message()

    def _check_can_be_invoiced(self, jobs):
        super()._check_can_be_invoiced(jobs)
        if self.agreement_id:
            self._check_order_number()

    def _check_order_number(self):
        self.ensure_one()
        agreement = self.agreement_id.sudo()  # sudo: what was agreed decides, whoever invoices
        if agreement.order_number_needed and not (self.customer_order_number or '').strip():
            raise UserError(self.env._(
                "%(order)s cannot be invoiced: %(customer)s wants its own order number on the invoice. Enter it first.",
                order=self.name, customer=agreement.partner_id.display_name))

    def _prepare_grouped_invoice_vals(self, key, lines_by_order):
        orders = self.browse().concat(*lines_by_order)
        if not orders or orders[0].collect_state != 'collecting':
            return super()._prepare_grouped_invoice_vals(key, lines_by_order)
        agreement = orders[0].agreement_id.sudo()  # sudo: how it is arranged was agreed, whoever invoices
        lang = key[3].lang or self.env.lang
        labels = {order: order.with_context(lang=lang)._get_collection_label(agreement.grouping) for order in orders}
        arranged = dict(sorted(lines_by_order.items(), key=lambda item: (labels[item[0]], item[0].id)))
        vals = super()._prepare_grouped_invoice_vals(key, arranged)
        vals['aftersales_agreement_id'] = agreement.id
        lines, last, rest = [], None, iter(arranged)
        for __, __, line in vals['invoice_line_ids']:
            if line.get('display_type') == 'line_section':  # an order begins; its group is the section above
                label = labels[next(rest)]
                if label != last:
                    lines.append({'display_type': 'line_section', 'name': label})
                    last = label
                line = dict(line, display_type='line_subsection')
            elif line.get('display_type') == 'line_subsection':
                line = dict(line, display_type='line_note')
            lines.append(line)
        vals['invoice_line_ids'] = [
            fields.Command.create(dict(line, sequence=sequence)) for sequence, line in enumerate(lines, start=1)]
        return vals

    def _get_collection_label(self, grouping):
        """Under what the order stands on the collective invoice."""
        self.ensure_one()
        centre = self.env._("Cost centre %(name)s", name=self.cost_centre) if self.cost_centre else self.env._("No cost centre")
        plate = self.license_plate or self.vehicle_id.display_name
        return {'cost_centre': centre, 'plate': plate}.get(grouping, f'{centre} · {plate}')

    def _get_invoice_section_name(self):
        name = super()._get_invoice_section_name()
        if not self.customer_order_number:
            return name
        return ' · '.join([name, self.env._("Your order %(number)s", number=self.customer_order_number)])

    def _prepare_invoice_vals(self, payer):
        vals = super()._prepare_invoice_vals(payer)
        if self.customer_order_number:
            vals['ref'] = ' · '.join(filter(None, [vals['ref'], self.customer_order_number]))
        return vals
