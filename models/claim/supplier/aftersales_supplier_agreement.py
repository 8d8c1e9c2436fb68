from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class AftersalesSupplierAgreement(models.Model):
    """What the maker of a part bears of a case: shares by kind of cost, and the deadlines on both sides (I4)."""
    _name = 'aftersales.supplier.agreement'
    _description = "Supplier Agreement"
    _inherit = [
        'aftersales.setup.mixin', 'aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin',
        'aftersales.claim.mixin']
    _order = 'partner_id, date_from desc, id'
    _rec_names_search = ['partner_id.name', 'reference']
    _check_company_auto = True

    partner_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, index=True, ondelete='restrict', check_company=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    reference = fields.Char(help="Number of the agreement.")
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(string="To", tracking=True, help="Empty: without end.")
    share_part = fields.Float(string="Parts (%)", digits=(5, 2), default=100.0, bounds=(0, 100), tracking=True)
    share_labour = fields.Float(string="Labour (%)", digits=(5, 2), bounds=(0, 100), tracking=True)
    share_freight = fields.Float(
        string="Freight and Travel (%)", digits=(5, 2), bounds=(0, 100), tracking=True, help="Freight, towing and travel.")
    share_handling = fields.Float(
        string="Handling (%)", digits=(5, 2), bounds=(0, 100), tracking=True, help="Of what was added to the price of parts.")
    share_other = fields.Float(
        string="Other (%)", digits=(5, 2), bounds=(0, 100), tracking=True, help="Sublet, loaner and other costs.")
    basis = fields.Selection(
        selection=[('own', "What is left with us"), ('all', "What is left with us and what the maker paid")],
        string="Share of", required=True, default='own', tracking=True)
    claim_days = fields.Integer(
        string="Send within (days)", default=15, bounds=(0, 3660), help="From the end of the month; 0: no deadline.")
    answer_days = fields.Integer(
        string="Answer within (days)", default=30, bounds=(0, 3660), help="From the sending; 0: no deadline.")
    returns_parts = fields.Boolean(string="Old Parts Back", default=True, help="The supplier gets the old parts with a list.")
    settlement = fields.Selection(
        selection=[('refund', "The supplier pays back"), ('setoff', "Set off against his bills")],
        string="Settled by", required=True, default='setoff', tracking=True)
    collected_date = fields.Date(string="Last Collected", readonly=True, copy=False)

    _check_dates = models.Constraint(
        'CHECK (date_to IS NULL OR date_to >= date_from)', "An agreement ends after it begins.")

    # === COMPUTE AND CONSTRAINS METHODS ===#

    @api.depends('partner_id', 'reference')
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = ' '.join(filter(None, (agreement.partner_id.display_name, agreement.reference)))

    @api.constrains('partner_id', 'company_id', 'date_from', 'date_to', 'active')
    def _check_alone(self):
        """One agreement a supplier and day: what is asked follows from it."""
        for agreement in self.filtered('active'):
            same_days = Domain('date_to', '=', False) | Domain('date_to', '>=', agreement.date_from)
            if agreement.date_to:
                same_days &= Domain('date_from', '<=', agreement.date_to)
            other = self.search(same_days & Domain([
                ('id', '!=', agreement.id), ('partner_id', '=', agreement.partner_id.id),
                ('company_id', '=', agreement.company_id.id)]), limit=1)
            if other:
                raise ValidationError(self.env._(
                    "%(supplier)s has an agreement for some of these days already. End that one first.",
                    supplier=agreement.partner_id.display_name))

    # === ACTION METHODS ===#

    def action_collect(self):
        """Put what waits onto the statements of these suppliers, and show them."""
        self.check_access('write')
        statements = self._collect()
        if not statements:
            raise UserError(self.env._("Nothing waits for %(suppliers)s.", suppliers=", ".join(
                self.mapped('display_name')) or self.env._("a supplier with an agreement")))
        return dict(
            self.env['ir.actions.act_window']._for_xml_id('aftersales.action_claim_statements'),
            domain=[('id', 'in', statements.ids)], context={})

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_collect(self, batch_size=200):
        """Every night, so that a month's statement is complete when it ends."""
        today = fields.Date.context_today(self)
        self._work_through(
            Domain('collected_date', '=', False) | Domain('collected_date', '<', today), '_collect', batch_size,
            order='id', together=True)

    def _collect(self):
        """Lines that wait for these suppliers, each onto the draft of its month; called twice it changes nothing.

        :return: the statements that got some
        """
        statements = self.env['aftersales.claim.statement']
        self.sudo()._claim_for_update()  # sudo: what two collect at once is not asked twice
        for agreement in self:
            statements |= agreement._collect_lines()
        self.sudo().collected_date = fields.Date.context_today(self)  # sudo: a stamp of the system
        return statements

    def _collect_lines(self):
        self.ensure_one()
        # sudo: statements and what was borne are kept by the system, whoever collects
        Statement = self.env['aftersales.claim.statement'].sudo()
        lines = self._find_lines()
        borne = lines._get_borne()
        by_key = {}
        for line in lines:
            if sum(self._get_shared(line, borne[line]).values()) > 0:
                by_key.setdefault((line.currency_id, line.claim_id._get_decided_month()), []).append(line)
        statements = Statement
        for (currency, month), waiting in by_key.items():
            statement = Statement._find_draft(self, currency, month)
            self.env['aftersales.claim.statement.line'].sudo().create([
                {'statement_id': statement.id, 'claim_line_id': line.id, **self._prepare_asked_vals(line, borne[line])}
                for line in waiting])
            statements |= statement
        return statements.sudo(False)

    def _find_lines(self):
        """Decided lines of the supplier that no living statement asks for, whose repair fell under this agreement."""
        self.ensure_one()
        states = ('credited', 'settled') if self.basis == 'all' else ('decided', 'credited', 'settled')
        # The day is that of the outlet's clock, a day more or less than Greenwich's.
        days = Domain('claim_id.repair_end', '>=', self.date_from - timedelta(days=1))
        if self.date_to:
            days &= Domain('claim_id.repair_end', '<', self.date_to + timedelta(days=2))
        lines = self.env['aftersales.claim.line'].sudo().search(days & Domain([  # sudo: as above
            ('company_id', '=', self.company_id.id), ('second_supplier_id', '=', self.partner_id.id),
            ('claim_id.state', 'in', states), ('claim_id.decided_date', '!=', False),
            ('statement_line_ids', 'not any', [('statement_state', '!=', 'cancelled')])]), order='id')
        return lines.filtered(lambda line: self.date_from <= line.claim_id.workshop_id._get_local_day(
            line.claim_id.repair_end) <= (self.date_to or date.max))

    def _get_shared(self, line, borne):
        """What the agreement speaks of, of what was borne by account."""
        accounts = ('goodwill', 'internal', 'maker') if self.basis == 'all' else ('goodwill', 'internal')
        return {account: borne[account] for account in accounts if borne.get(account, 0) > 0}

    def _prepare_asked_vals(self, line, borne):
        shared = self._get_shared(line, borne)
        amount, share = sum(shared.values()), self._get_share(line)
        return {
            'own_amount': amount - shared.get('maker', 0.0), 'maker_amount': shared.get('maker', 0.0), 'share': share,
            'asked_amount': line.currency_id.round(amount * share / 100),
        }

    def _get_share(self, line):
        """Per cent of the line's cost that the supplier bears; the handling of a part has a share of its own."""
        self.ensure_one()
        if line.kind == 'part':
            handling = line.handling / 100
            return (self.share_part + self.share_handling * handling) / (1 + handling)
        if line.kind == 'labour':
            return self.share_labour
        return self.share_freight if line.kind in ('freight', 'travel', 'towing') else self.share_other
