from odoo import fields, models
from odoo.exceptions import UserError

# What is sent: entered in the draft, and since it was checked as it is.
CONTENT_FIELDS = {
    'claim_type', 'terms_id', 'partner_id', 'coverage_id', 'campaign_number', 'approval_number', 'approval_date', 'concern',
    'cause', 'correction', 'causal_line_id', 'causal_number', 'causal_maker_id', 'defect_code_id', 'place_code_id',
    'complaint_code_id', 'fault_codes', 'odometer', 'sale_date', 'failure_date', 'repair_start', 'repair_end', 'line_ids',
    'doubts_reason', 'order_id',
}


class AftersalesClaim(models.Model):
    """Checked, sent, questioned, answered: what goes to the maker is kept as it went (I3)."""
    _inherit = 'aftersales.claim'

    answer = fields.Text(readonly=True, copy=False, tracking=True, help="What was answered last.")

    # === ACTION METHODS ===#

    def action_check(self):
        """Nothing is missing any more."""
        self._transition('checked')

    def action_draft(self):
        self._transition('draft')

    def action_submit(self):
        """The claim goes to the maker: what it says is sealed with its files, and he is asked for the amount."""
        self._transition('submitted')

    def action_question(self):
        return self._get_dialog_action('aftersales.claim.question.wizard', self.env._("Question of the Maker"))

    def action_answer(self):
        return self._get_dialog_action('aftersales.claim.answer.wizard', self.env._("Answer to the Maker"))

    def _get_dialog_action(self, model, name):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': model, 'view_mode': 'form', 'target': 'new',
            'context': {'default_claim_id': self.id},
        }

    # === BUSINESS METHODS: CONTENT ===#

    def _check_content_open(self, vals):
        """:raises UserError: when ``vals`` changes what a claim says that is not in draft"""
        names = CONTENT_FIELDS & vals.keys()
        for claim in self if names else ():
            if claim.state != 'draft' and any(claim._says_otherwise(name, vals[name]) for name in names):
                raise UserError(self.env._(
                    "%(claim)s is %(state)s: what it says is not changed any more. %(todo)s",
                    claim=claim.name, state=claim._get_state_label(), todo=claim._get_way_back()))

    def _says_otherwise(self, name, value):
        field = self._fields[name]
        if field.type == 'one2many':
            return bool(value)
        return field.convert_to_cache(value, self) != field.convert_to_cache(self[name], self)

    def _get_way_back(self):
        self.ensure_one()
        if self.state == 'checked':
            return self.env._("Take it back to draft first.")
        return self.env._("Answer the maker's question or appeal instead.")

    # === BUSINESS METHODS: LIFE ===#

    def _check_submitted(self):
        super()._check_submitted()
        self._check_complete()

    def _after_submitted(self, source):
        super()._after_submitted(source)
        self._keep_sent('claim')

    def _check_questioned(self):
        for claim in self:
            if not claim.question or not claim.answer_deadline:
                raise UserError(self.env._(
                    "Enter what the maker asks of %(claim)s, and until when he wants the answer.", claim=claim.name))

    def _check_answered(self):
        for claim in self:
            if not claim.answer:
                raise UserError(self.env._("Enter the answer to the maker's question on %(claim)s.", claim=claim.name))

    def _after_answered(self, source):
        self.sudo().answer_deadline = False  # sudo: a stamp of the system

    # === BUSINESS METHODS: QUESTION AND ANSWER ===#

    def _question(self, question, deadline):
        """The maker asks; whoever handles the claim has until ``deadline``."""
        self.check_access('write')
        for claim in self:
            # sudo: what is asked comes with the move, and is not changed beside it
            claim.sudo().write({
                'question': question, 'answer_deadline': deadline, 'question_date': fields.Datetime.now(), 'answer': False})
        self._transition('questioned')

    def _answer(self, answer):
        self.check_access('write')
        self._check_reachable('answered')
        self._keep_sent('answer', answer)
        self.sudo().answer = answer  # sudo: as above
        self._transition('answered')

    def _keep_sent(self, kind, text=False):
        """Seal what goes to the maker, with the files of the claim and its jobs as they are now."""
        # sudo: what was sent is kept by the system
        sent = self.env['aftersales.claim.submission'].sudo().create([
            {'claim_id': claim.id, 'kind': kind, 'text': text} for claim in self])
        files = self._get_files()
        for submission in sent:
            for file in files[submission.claim_id.with_env(self.env)]:
                file.sudo().copy({'res_model': submission._name, 'res_id': submission.id})  # sudo: as above
        return sent

    def _get_files(self):
        """:return: dict of claim: files of the claim and of its jobs; two queries for any number of claims"""
        # sudo: whoever sends the claim sends all of its files
        Attachment = self.env['ir.attachment'].sudo()
        claims = self.sudo()
        by_record = Attachment.search([
            ('res_field', '=', False), '|',
            '&', ('res_model', '=', self._name), ('res_id', 'in', claims.ids),
            '&', ('res_model', '=', 'aftersales.job'), ('res_id', 'in', claims.job_ids.ids),
        ], order='id').grouped(lambda file: (file.res_model, file.res_id))
        return {
            claim.with_env(self.env): Attachment.union(*(
                by_record.get((record._name, record.id), Attachment) for record in (claim, *claim.job_ids)))
            for claim in claims}

    def _get_submission_evidence(self):
        files = self._get_files()[self]
        return super()._get_submission_evidence() | {
            'approval_number': self.approval_number or '', 'campaign_number': self.campaign_number or '',
            'causal_part': self.causal_line_id.display_name or '', 'causal_number': self.causal_number or '',
            'defect_code': self.defect_code_id.code or '', 'place_code': self.place_code_id.code or '',
            'complaint_code': self.complaint_code_id.code or '', 'fault_codes': self.fault_codes or '',
            'failure_date': fields.Date.to_string(self.failure_date) or '',
            'repair_start': fields.Datetime.to_string(self.repair_start) or '',
            'repair_end': fields.Datetime.to_string(self.repair_end) or '',
            'doubts_reason': self.doubts_reason or '',
            'files': [{'name': file.name, 'checksum': file.checksum or ''} for file in files],
        }

    def _find_causal_line(self, jobs):
        """The line of the claim that the technician named as the causal part of its job."""
        self.ensure_one()
        named = jobs.causal_order_line_id
        causal = self.line_ids.filtered(lambda line: line.source_line_id and line.source_line_id in named)[:1]
        if causal:
            self.write({'causal_line_id': causal.id, 'causal_maker_id': causal.supplier_id.id})
