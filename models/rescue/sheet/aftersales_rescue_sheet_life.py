from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

TEXTS = ('coverage_words', 'fault_told', 'fault_found', 'cause', 'work_done', 'tests', 'remaining', 'opinion')
HOURS = ('hours_paid', 'hours_contract', 'hours_free', 'hours_internal')
MARKS = ('mark_manner', 'mark_skill', 'mark_speed', 'mark_tidy')
PRICES = ('travel_price', 'labour_price', 'other_price', 'total_price')


class AftersalesRescueSheet(models.Model):
    """Signed after the work by the customer and the crew, and from then on kept as it is (J9)."""
    _inherit = 'aftersales.rescue.sheet'
    _sealed_fields = (
        'name', 'odometer', *TEXTS, 'is_solved', 'crew_km', *HOURS, *PRICES, *MARKS, 'signatory', 'signature',
        'signature_kind', 'crew_signatory', 'signed_date')
    _shown_fields = (
        'odometer', *TEXTS, 'is_solved', *HOURS, *PRICES, *MARKS, 'signatory', 'line_ids.name', 'line_ids.quantity',
        'line_ids.reason', 'line_ids.is_free', 'line_ids.amount')
    # Only what becomes of the money goes on (see aftersales_rescue_cash.py).
    _free_fields = frozenset({'cash_handed_date', 'cash_receiver_id', 'cash_reference', 'returned_date'})

    content = fields.Text(groups='aftersales.group_price,base.group_portal')
    signatory = fields.Char(
        string="Signed By", compute='_compute_signatory', store=True, readonly=False, precompute=True)
    crew_signatory = fields.Char(string="Crew Signs", help="Name of who did the work, as a signature.")
    signed_date = fields.Datetime(string="Signed On", readonly=True, copy=False, index='btree_not_null')
    signed_user_id = fields.Many2one('res.users', string="Entered By", readonly=True, copy=False, index='btree_not_null')
    shown_hash = fields.Char(
        compute='_compute_shown_hash', help="Fingerprint of what the screen shows; a signature comes with it.")

    # === COMPUTE METHODS ===#

    @api.depends('rescue_id.partner_id', 'rescue_id.caller_name')
    def _compute_signatory(self):
        for sheet in self:
            rescue = sheet.rescue_id
            sheet.signatory = sheet.signatory or rescue.caller_name or rescue.partner_id.name

    @api.depends(lambda self: self._shown_fields)
    def _compute_shown_hash(self):
        for sheet in self:
            sheet.shown_hash = self._hash_content(sheet._serialise_shown(sheet._get_drawn_lang()))

    # === CRUD METHODS ===#

    def write(self, vals):
        shown = {**vals}.get('shown_hash')
        result = super().write({name: value for name, value in vals.items() if name != 'shown_hash'})
        if shown and vals.get('signature'):
            for sheet in self.filtered(lambda sheet: sheet.shown_hash != shown):
                raise UserError(self.env._(
                    "%(sheet)s was changed by somebody else while the customer signed. Reload the page, show what it says "
                    "now, and let the customer sign that.", sheet=sheet.display_name))
        return result

    # === ACTION METHODS ===#

    def action_check_before_signing(self):
        """Nobody signs what is refused afterwards: asked before the box opens."""
        self.check_access('write')
        self._check_open()
        self._check_work_is_done()
        self._check_complete()
        return True

    def action_sign(self):
        """The customer's signature, and the crew's name: the report is kept as it is."""
        self.action_check_before_signing()
        for sheet in self:
            if not sheet.signature or not (sheet.signatory or '').strip():
                raise UserError(self.env._(
                    "Let the customer sign %(sheet)s first, and enter who signs.", sheet=sheet.display_name))
            if not (sheet.crew_signatory or '').strip():
                raise UserError(self.env._("%(sheet)s: whoever did the work enters his name.", sheet=sheet.display_name))
        self._check_signature_fits()
        with self.env.protecting([self._fields['signature']], self):
            for sheet in self.sudo():  # sudo: the system seals; whoever signs may write it, checked above
                sheet._claim_for_update()
                sheet.write({'signed_date': fields.Datetime.now(), 'signed_user_id': self.env.uid})
                sheet.write(sheet._prepare_seal_vals())
        self.env['aftersales.kept.print']._keep('report_rescue_sheet', self)

    # === BUSINESS METHODS ===#

    def _check_complete(self):
        for sheet in self:
            missing = [
                sheet._fields[name]._description_string(self.env) for name in ('fault_found', 'cause', 'work_done', 'tests')
                if not (sheet[name] or '').strip()]
            if missing:
                raise UserError(self.env._(
                    "%(sheet)s is not complete. Enter: %(missing)s.", sheet=sheet.display_name, missing=", ".join(missing)))

    def _is_frozen(self):
        return bool(self.content_hash)

    def _may_lose_signature(self):
        return not self.content_hash

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(sheet)s is signed: it is neither changed nor deleted.", sheet=self.display_name)

    def _get_shown(self):
        self.ensure_one()
        return {
            'odometer': self.odometer, 'solved': self.is_solved, 'signatory': self.signatory or '',
            **{name: self[name] or '' for name in (*TEXTS, *MARKS)},
            **{name: formatLang(self.env, self[name], digits=2) for name in (*HOURS, *PRICES)},
            'lines': [line._get_content_values() for line in self.line_ids],
        }

    def _get_evidence(self):
        rescue = self.rescue_id
        return super()._get_evidence() | {
            'rescue': rescue.name, 'plate': rescue.license_plate or '', 'vin': rescue.vehicle_id.vin_sn or '',
            'customer': rescue.partner_id.display_name or rescue.caller_name or '', 'phone': rescue.phone or '',
            'place': rescue.place or '', 'crew': rescue.crew_name or '',
            'helpers': ', '.join(filter(None, (rescue.helper_id.name, rescue.helper_words))),
            'times': {name: fields.Datetime.to_string(rescue[name]) or '' for name in (
                'call_date', 'under_way_date', 'arrived_date', 'solved_date', 'handed_in_date')},
            'parts': [line._get_content_values() for line in self.line_ids],
        }
