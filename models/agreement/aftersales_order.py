from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column, table_exists

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """An order under a frame agreement: whose cost centre, who ordered it, under which number of the customer (G4)."""
    _inherit = 'aftersales.order'

    agreement_id = fields.Many2one(
        'aftersales.agreement', string="Frame Agreement", compute='_compute_agreement_id', store=True, readonly=True,
        index='btree_not_null', check_company=True, ondelete='restrict', copy=False)
    cost_centre = fields.Char(
        string="Cost Centre", compute='_compute_cost_centre', store=True, readonly=False, copy=False, max_length=64,
        tracking=True, help="As the agreement has it for the car on the day it came.")
    customer_order_number = fields.Char(
        string="Customer's Order No.", copy=False, max_length=64, tracking=True,
        help="The number the customer wants to read on the invoice.")
    driver_id = fields.Many2one(
        'res.partner', string="Ordered By", copy=False, index='btree_not_null', check_company=True, ondelete='restrict',
        tracking=True, help="Who of an account customer's people orders the work.")
    order_number_needed = fields.Boolean(related='agreement_id.order_number_needed', related_sudo=True, string="Number Needed")

    def _auto_init(self):
        """Orders made before there were agreements are under none: nothing is worked out for them."""
        cr, table = self.env.cr, self._table
        if table_exists(cr, table) and not column_exists(cr, table, 'agreement_id'):
            create_column(cr, table, 'agreement_id', 'int4')
            create_column(cr, table, 'cost_centre', 'varchar')
        return super()._auto_init()

    # === COMPUTE METHODS ===#

    @api.depends('partner_id', 'job_ids.payer_id', 'company_id', 'received_date')
    def _compute_agreement_id(self):
        """Of who pays for a job; else of the customer. What was put on a collective invoice stays where it was."""
        payers = {
            order: [*order.job_ids.payer_id.commercial_partner_id, order.partner_id.commercial_partner_id] for order in self}
        partners = self.env['res.partner'].union(*(partner for found in payers.values() for partner in found))
        partners = partners.filtered('aftersales_account_customer')
        agreements = self.env['aftersales.agreement']._find(partners, self.company_id) if partners else {}
        for order in self:
            kept = order._origin.sudo().agreement_id  # sudo: whose order it was, is found for whoever writes it
            if kept and order.collect_state:
                order.agreement_id = kept
                continue
            day = order._get_agreement_day()
            valid = [agreement for partner in payers[order] for agreement in agreements.get((partner, order.company_id), [])
                     if agreement._is_valid_on(day)]
            if not valid and kept and kept.partner_id in payers[order] and kept.company_id == order.company_id and (
                    kept._is_valid_on(day)):
                valid = [kept]  # it has ended since
            order.agreement_id = valid[0].id if valid else False

    @api.depends('agreement_id', 'vehicle_id')
    def _compute_cost_centre(self):
        for order in self:
            # sudo: the car's cost centre is told to whoever may see the order
            line = order.agreement_id.sudo().car_ids._get_on(order.vehicle_id._origin, order._get_agreement_day())
            order.cost_centre = line.cost_centre or (order.cost_centre if order.collect_state else False)

    @api.depends('agreement_id', 'driver_id')
    def _compute_alert_html(self):
        return super()._compute_alert_html()

    # === ACTION METHODS ===#

    def action_view_agreement(self):
        self.ensure_one()
        return self.agreement_id._get_records_action()

    # === BUSINESS METHODS ===#

    def _get_agreement_day(self):
        """The day that says which agreement holds: when the car came, before that when it was written."""
        self.ensure_one()
        moment = self.received_date or self.create_date or fields.Datetime.now()
        return fields.Datetime.context_timestamp(self, moment).date()

    def _get_unlocked_fields(self):
        return super()._get_unlocked_fields() | {
            'agreement_id', 'cost_centre', 'customer_order_number', 'driver_id', 'collect_state', 'released_date'}

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if not self.agreement_id:
            return alerts
        if sentence := self._get_driver_sentence():
            alerts.append(Alert('warning', sentence, 'action_view_agreement'))
        # What he owes is told to those who see prices.
        if self.state == 'draft' and self._origin and not self.credit_date and self.env.user.has_group(
                'aftersales.group_price'):
            alerts += [Alert('danger', sentence, 'action_view_agreement') for sentence in self._get_credit_sentences()]
        return alerts

    def _get_driver_sentence(self):
        """What is wrong with who orders the work; nothing where the agreement names nobody."""
        self.ensure_one()
        agreement = self.agreement_id.sudo()  # sudo: who may order is told to whoever takes the order
        if not agreement.driver_ids:
            return ''
        if not self.driver_id:
            return self.env._("Enter who orders the work: %(agreement)s names who may.", agreement=agreement.display_name)
        driver = agreement.driver_ids.filtered(lambda driver: driver.partner_id == self.driver_id)
        if not driver or not driver._may_order(self.vehicle_id._origin, self._get_agreement_day()):
            return self.env._(
                "%(driver)s may not order work on this car: %(agreement)s does not name him for it, or no more. "
                "Ask %(contact)s before work is begun.",
                driver=self.driver_id.display_name, agreement=agreement.display_name,
                contact=agreement.contact_id.display_name or agreement.partner_id.display_name)
        return ''
