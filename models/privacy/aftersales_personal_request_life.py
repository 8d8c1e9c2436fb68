from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.aftersales.models.base.contacts import CHANNELS, PURPOSES

# What is said to a person needs to be his own.
NEEDS_IDENTITY = ('access', 'correct', 'delete')


class AftersalesPersonalRequest(models.Model):
    _inherit = 'aftersales.personal.request'

    # === ACTION METHODS ===#

    def action_look_up(self):
        """Count what there is of the person, kind by kind; it stays as evidence of the answer."""
        self.ensure_one()
        self._begin(is_looking=True)
        places = self.partner_id._find_personal_places(self.company_id)
        request = self.sudo()  # sudo: what was found is the system's to note
        request.write({
            'looked_up_date': fields.Datetime.now(),
            'found_ids': [Command.clear(), *(Command.create({
                'res_model': model, 'link_name': name, 'record_count': count}) for model, name, count in places)]})

    def action_make_file(self):
        """Keep a sealed copy of the person's data: to be read on paper, and as a file that machines read (JSON)."""
        self.ensure_one()
        self._begin()
        self._check_identity()
        if self.kind != 'access':
            raise UserError(self.env._("%(request)s asks for no copy.", request=self.display_name))
        Copy = self.env['aftersales.personal.copy'].sudo()  # sudo: what is handed over is kept by the system
        copy = Copy.create(Copy._prepare_sealed_vals({'request_id': self.id, 'date': fields.Datetime.now()}))
        return self.env.ref('aftersales.action_report_personal_copy').report_action(copy.ids)

    def action_stop_contacts(self):
        """He is contacted no more: neither on any way nor for anything; what he said before stays in the history."""
        self.ensure_one()
        self._begin()
        if self.kind not in ('stop', 'delete'):
            raise UserError(self.env._("%(request)s does not ask for it.", request=self.display_name))
        wishes = self.partner_id.aftersales_wishes or {}
        self.env['aftersales.consent'].sudo().create([  # sudo: his word is noted by the system
            {'partner_id': self.partner_id.id, 'channel': channel, 'purpose': purpose, 'answer': 'no',
             'source': self.channel, 'note': self.name}
            for channel, __ in CHANNELS for purpose, __ in PURPOSES if wishes.get(f'{channel} {purpose}') != 'no'])

    def action_anonymise(self):
        """His name and what tells who he is are removed; documents that the law keeps stay without it."""
        self.ensure_one()
        self._begin()
        self._check_identity()
        if self.kind != 'delete':
            raise UserError(self.env._("%(request)s asks for no deletion.", request=self.display_name))
        self.partner_id.sudo()._anonymise(self)  # sudo: the role was checked; what is deleted lies in all rooms

    def action_done(self):
        self._transition('done')

    def action_refuse(self):
        self._transition('refused')

    # === BUSINESS METHODS ===#

    def _begin(self, is_looking=False):
        """What is done for a person is done for the one who was looked up: from then on he stays who he is.

        :raises AccessError: for whoever does not answer such requests
        :raises UserError: when it is answered already
        """
        self.check_access('write')
        self._claim_for_update()
        self._check_reachable('done')
        if not is_looking and not self.looked_up_date:
            self.action_look_up()

    def _check_identity(self):
        for request in self:
            if request.kind in NEEDS_IDENTITY and not (request.identity or '').strip():
                raise UserError(self.env._(
                    "%(request)s: first make sure that it is %(person)s who asks, and write down how you know.",
                    request=request.display_name, person=request.partner_id.name))

    def _check_done(self):
        self._check_identity()
        self._check_answer()
        for request in self:
            if request.kind == 'delete' and not request.is_anonymised:
                raise UserError(self.env._(
                    "%(request)s: remove the name first, or refuse the request and say why.", request=request.display_name))
            refused = (request.partner_id.aftersales_wishes or {}).values()
            if request.kind == 'stop' and [*refused].count('no') < len(CHANNELS) * len(PURPOSES):
                raise UserError(self.env._("%(request)s: stop the contacts first.", request=request.display_name))

    def _check_refused(self):
        self._check_answer()

    def _check_answer(self):
        for request in self:
            if not (request.answer or '').strip():
                raise UserError(self.env._("%(request)s: write what was answered.", request=request.display_name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        requests = self.sudo()  # sudo: stamps and tasks are the system's
        requests.write({'closed_date': fields.Datetime.now(), 'closed_id': self.env.uid})
        requests.activity_unlink(['aftersales.mail_activity_personal_request'])
