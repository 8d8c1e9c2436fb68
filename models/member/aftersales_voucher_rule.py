from calendar import isleap
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

OCCASIONS = [('birthday', "Birthday"), ('referral', "Brought a Customer"), ('insurance', "Insured with Us")]
# What the system looks for by itself, each night.
NIGHTLY = ('birthday', 'referral')
# Birthdays of so many days are made up for after a night that failed.
MOST_DAYS = 7


class AftersalesVoucherRule(models.Model):
    """Which coupon a customer gets on which occasion (C6): his birthday, a new customer he brought, an insurance.

    Programs are those of Odoo's app for coupons, which need not be installed; it tells the customer by its own mail.
    """
    _name = 'aftersales.voucher.rule'
    _description = "Voucher for an Occasion"
    _inherit = [
        'aftersales.coupon.program.mixin', 'aftersales.setup.mixin', 'aftersales.system.values.mixin',
        'aftersales.batch.mixin', 'aftersales.log.mixin']
    _order = 'company_id.id, id'

    occasion = fields.Selection(OCCASIONS, string="Voucher Occasion", required=True, tracking=True)
    coupon_program = fields.Selection(required=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    valid_days = fields.Integer(
        string="Valid for (Days)", default=90, required=True, bounds=(1, 3650), tracking=True,
        help="From the day it is given.")
    run_date = fields.Date(string="Looked For On", readonly=True, copy=False)
    voucher_count = fields.Integer(string="Vouchers", compute='_compute_voucher_count')

    _once_a_company = models.UniqueIndex(
        "(company_id, occasion) WHERE active", "There is a voucher for this occasion already. Change that one.")

    # === COMPUTE METHODS ===#

    @api.depends('occasion')
    def _compute_display_name(self):
        labels = dict(self._fields['occasion']._description_selection(self.env))
        for rule in self:
            rule.display_name = labels.get(rule.occasion, '')

    def _compute_voucher_count(self):
        counts = dict(self.env['aftersales.voucher']._read_group([('rule_id', 'in', self.ids)], ['rule_id'], ['__count']))
        for rule in self:
            rule.voucher_count = counts.get(rule, 0)

    @api.constrains('coupon_program')
    def _check_program(self):
        for rule in self:
            program = rule._get_coupon_program()
            if not program or program.program_type != 'coupons':
                raise ValidationError(self.env._("Choose a program of coupons: a voucher is a coupon of its own."))

    # === ACTION METHODS ===#

    def action_view_vouchers(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_vouchers')
        return {**action, 'domain': [('rule_id', '=', self.id)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _get_coupon_program(self):
        """:return: the program, as the system; None without the app, or once the program is gone"""
        self.ensure_one()
        if not self.env['aftersales.benefit']._has_loyalty() or not (self.coupon_program or '').isdigit():
            return None
        return self.env['loyalty.program'].sudo().browse(int(self.coupon_program)).exists()

    @api.model
    def _find(self, occasion, company):
        """:return: the company's rule, as the system; none where it gives nothing"""
        # sudo: what is given holds for whoever gives it
        return self.sudo().search([('occasion', '=', occasion), ('company_id', '=', company.id)], limit=1)

    @api.model
    def _cron_issue_vouchers(self):
        """Each night: birthdays, and who brought a customer that has paid his first invoice."""
        today = fields.Date.context_today(self)
        # sudo: a scheduled action works for all companies
        self.sudo()._work_through(
            Domain('occasion', 'in', NIGHTLY) & (Domain('run_date', '=', False) | Domain('run_date', '<', today)),
            '_issue_due')

    def _issue_due(self):
        for rule in self:
            today = rule.company_id._get_today()
            if rule._get_coupon_program():
                getattr(rule, f'_issue_for_{rule.occasion}')(today)
            rule.run_date = max(today, fields.Date.context_today(self))

    def _issue_for_birthday(self, today):
        """Customers of the company whose birthday it is, and who agreed to be written to: one a year."""
        self.ensure_one()
        partners = self._find_birthdays(today)
        refused = partners.with_company(self.company_id)._get_contact_obstacles('mail', 'marketing')
        known = self.env['aftersales.voucher'].search([
            ('company_id', '=', self.company_id.id), ('year', '=', today.year), ('occasion', '=', 'birthday'),
            ('partner_id', 'in', partners.ids)]).partner_id
        self._issue([
            {'partner_id': partner.id, 'year': today.year}
            for partner in partners - known if partner.email and partner not in refused])

    def _find_birthdays(self, today):
        """Who was born on 29 February has his birthday on the 28th of other years."""
        self.ensure_one()
        since = max(self.run_date or today - timedelta(days=1), today - timedelta(days=MOST_DAYS))
        days = [today - timedelta(days=number) for number in range(max((today - since).days, 1))]
        marks = {f'{day:%m%d}' for day in days}
        marks |= {'0229' for day in days if (day.month, day.day) == (2, 28) and not isleap(day.year)}
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            SELECT person.id FROM res_partner AS person
             WHERE person.active AND person.aftersales_birth_date IS NOT NULL AND person.is_company IS NOT TRUE
               AND to_char(person.aftersales_birth_date, 'MMDD') IN %s
               AND EXISTS (SELECT FROM aftersales_order AS visit
                            WHERE visit.partner_id = person.id AND visit.company_id = %s AND visit.state = 'delivered')
          ORDER BY person.id
            """, tuple(marks), self.company_id.id))
        return self.env['res.partner'].browse([row[0] for row in rows])

    def _issue_for_referral(self, today):
        """Who brought a customer gets one once that customer has paid his first invoice here."""
        self.ensure_one()
        brought = self.env['res.partner'].search([
            ('aftersales_referred_by_id', '!=', False), ('aftersales_referral_ids', 'not any', [
                ('company_id', '=', self.company_id.id)]),
            ('invoice_ids', 'any', [
                ('company_id', '=', self.company_id.id), ('move_type', '=', 'out_invoice'), ('state', '=', 'posted'),
                ('payment_state', 'in', ('paid', 'in_payment')), ('amount_total', '>', 0)])])
        self._issue([
            {'partner_id': partner.aftersales_referred_by_id.id, 'referred_id': partner.id} for partner in brought])

    def _issue(self, vals_list):
        """Make the coupons, as the system.

        :return: aftersales.voucher
        :raises UserError: when the program is over
        """
        self.ensure_one()
        program = self._get_coupon_program()
        Vouchers = self.env['aftersales.voucher'].sudo()  # sudo: the list is the system's
        if not vals_list:
            return Vouchers
        today = self.company_id._get_today()
        if not program or not program.active or (program.date_to and program.date_to < today):
            raise UserError(self.env._(
                "The program of the voucher “%(rule)s” is over. Choose another one.", rule=self.display_name))
        expiry = min(filter(None, (today + timedelta(days=self.valid_days), program.date_to)))
        points = min(program.reward_ids.mapped('required_points') or [1])
        cards = program.coupon_ids.create([{
            'program_id': program.id, 'partner_id': vals['partner_id'], 'expiration_date': expiry, 'points': points,
        } for vals in vals_list])
        cards.env['loyalty.history'].create([{
            'card_id': card.id, 'issued': points, 'description': self.display_name} for card in cards])
        return Vouchers.create([{
            **vals, 'rule_id': self.id, 'card_key': card.id, 'code': card.code, 'date': today, 'expiry_date': expiry,
        } for vals, card in zip(vals_list, cards, strict=True)])
