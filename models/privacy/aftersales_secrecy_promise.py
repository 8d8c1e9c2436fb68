from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS

TASK = 'aftersales.mail_activity_secrecy'
MANAGER = 'aftersales.group_manager'


class AftersalesSecrecyPromise(models.Model):
    """The promise of one of the staff: he signs it himself, or on the screen of a manager who shows it to him (N7)."""
    _name = 'aftersales.secrecy.promise'
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin']
    _description = "Promise of Confidentiality"
    _order = 'id desc'
    _rec_name = 'person_name'
    _transitions = {'open': {'signed': None}, 'signed': {}}
    _sealed_fields = ('employee_id', 'user_id', 'signature', 'signature_kind', 'signed_date', 'witness_id')

    state = fields.Selection(
        [('open', "Not Signed"), ('signed', "Promise Signed")], string="Status", required=True, readonly=True, copy=False,
        default='open', index=True)
    text_id = fields.Many2one(
        'aftersales.secrecy.text', string="Text of the Promise", required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='text_id.company_id', store=True, index=True)
    body = fields.Text(related='text_id.body', related_sudo=True)
    person_name = fields.Char(string="Who Promises", readonly=True, index='trigram')
    employee_id = fields.Many2one(
        'hr.employee', readonly=True, index='btree_not_null', ondelete='restrict')
    user_id = fields.Many2one(
        'res.users', string="Login", readonly=True, index='btree_not_null', ondelete='restrict')
    asked_date = fields.Datetime(string="Signature Asked On", readonly=True, required=True, default=fields.Datetime.now)
    signature = fields.Image(max_width=1024, max_height=1024, readonly=True, copy=False, is_signature=True)
    signature_kind = fields.Selection(SIGNATURE_KINDS, string="How It Was Signed", readonly=True, copy=False)
    signed_date = fields.Datetime(string="Signed On", readonly=True, copy=False)
    witness_id = fields.Many2one(
        'res.users', string="Shown By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        help="Who showed it to him, where he did not sign with his own login.")

    _person_uniq = models.UniqueIndex('(text_id, employee_id)', "This person has been asked for this version already.")
    _login_uniq = models.UniqueIndex('(text_id, user_id)', "Whoever has this login has been asked for this version already.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        for promise in promises.sudo():  # sudo: whose login it is the system knows
            if promise.employee_id:
                promise.user_id = promise.employee_id.user_id
            promise.person_name = promise.employee_id.name or promise.user_id.name
        return promises

    # === ACTION METHODS ===#

    def action_sign(self, signature, kind='drawn'):
        """He who promises signs, by his own login or on the screen of a manager."""
        self.ensure_one()
        self.check_access('read')
        is_own = bool(self.user_id) and self.user_id == self.env.user
        if not is_own and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._(
                "%(person)s signs this himself, or where a manager shows it to him.", person=self.person_name))
        self._claim_for_update()
        self._check_open()
        if not signature:
            raise UserError(self.env._("Sign first."))
        promise = self.sudo()  # sudo: how and when it was signed is the system's
        promise.write({
            'signature': signature, 'signature_kind': kind, 'signed_date': fields.Datetime.now(),
            'witness_id': False if is_own else self.env.uid})
        promise._transition('signed')

    # === BUSINESS METHODS ===#

    def _check_signed(self):
        for promise in self:
            if not promise.signature:
                raise UserError(self.env._("%(person)s has not signed.", person=promise.display_name))

    def _after_signed(self, source):
        for promise in self.sudo():  # sudo: the seal and the task are the system's
            promise.activity_unlink([TASK])
            promise.write(promise._prepare_seal_vals())

    def _get_evidence(self):
        text = self.text_id
        return {
            **super()._get_evidence(), 'person': self.person_name, 'text': text.name, 'version': text.version,
            'body': text.body}

    def _is_frozen(self):
        return bool(self.content_hash)

    def _give_tasks(self):
        """Whoever has a login finds it in his list; the others sign where a manager shows it."""
        self._create_tasks(TASK, {
            promise: {
                'user_id': promise.user_id.id, 'summary': promise.with_context(lang=promise.user_id.lang).env._(
                    "Sign the promise of confidentiality")}
            for promise in self if promise.user_id})
