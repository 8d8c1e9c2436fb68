from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# What of a contact tells who he is; of other modules, too, where they are installed.
PERSONAL = (
    'email', 'phone', 'mobile', 'phone_sanitized', 'street', 'street2', 'street_name', 'street_number', 'street_number2',
    'zip', 'city', 'city_id', 'function', 'website', 'vat', 'comment', 'barcode', 'ref', 'company_registry', 'image_1920',
    'aftersales_birth_date', 'aftersales_phone2', 'aftersales_representative', 'aftersales_service_wish_note',
)
# Words that documents keep of whoever spoke, beside the customer. Signed papers, contracts and what a dispute was about
# stay as they are: the law keeps them, and they name him no more than by what he signed.
COPIES = {
    'aftersales.enquiry': ('contact_name', 'phone', 'email'),
    'aftersales.appointment': ('contact_name', 'phone', 'email'),
    'aftersales.rescue': ('caller_name', 'phone'),
    'aftersales.rescue.round': ('phone',),
    'aftersales.authorisation.request': ('address',),
}
# Where a person stands in tables that say nothing of him.
SILENT = frozenset({'res.partner', 'mail.followers', 'mail.notification', 'aftersales.personal.request'})
# So many visits a copy tells of.
COPY_LIMIT = 10_000


class ResPartner(models.Model):
    """What there is of a person, and how his name leaves it (N7)."""
    _inherit = 'res.partner'

    aftersales_anonymised_date = fields.Datetime(
        string="Name Removed On", readonly=True, copy=False, groups='aftersales.group_privacy')

    # === BUSINESS METHODS: WHAT THERE IS ===#

    def _find_personal_places(self, company):
        """Records that name the person, of the company or of none; as the system, whose count says nothing of them.

        :return: list of (model, name of the field, number of records), most first
        """
        self.ensure_one()
        found = []
        for model in self.env.registry.values():
            if model._abstract or model._transient or not model._auto or model._name in SILENT:
                continue
            records = self.env[model._name].sudo().with_context(active_test=False)
            for name, field in model._fields.items():
                if field.type == 'many2one' and field.comodel_name == 'res.partner' and field.store and not field.related:
                    domain = Domain(name, '=', self.id)
                    if 'company_id' in model._fields and model._fields['company_id'].store:
                        domain &= Domain('company_id', 'in', [company.id, False])
                    count = records.search_count(domain)
                    if count:
                        found.append((model._name, name, count))
        return sorted(found, key=lambda place: (-place[2], place[:2]))

    def _get_personal_data(self, company):
        """:return: dict of what a copy holds, in words: the person, his vehicles, his visits, what he said about contacts"""
        self.ensure_one()
        names = ['name', *(name for name in PERSONAL if name in self._fields and self._fields[name].type != 'binary')]
        orders = self.env['aftersales.order'].search(
            [('partner_id', '=', self.id), ('company_id', '=', company.id)], order='id', limit=COPY_LIMIT)
        vehicles = self.env['fleet.vehicle'].with_context(active_test=False).search(
            [('owner_id', '=', self.id)], order='id', limit=1000)
        return {
            'person': {
                self._fields[name]._description_string(self.env): str(
                    self._fields[name].convert_to_export(self[name], self) or '')
                for name in names if self[name]},
            'vehicles': [
                {'plate': vehicle.license_plate or '', 'vin': vehicle.vin_sn or '', 'model': vehicle.model_id.display_name}
                for vehicle in vehicles],
            'visits': [
                {'order': order.name, 'date': fields.Datetime.to_string(order.create_date), 'plate': order.license_plate or '',
                 'work': [job.name for job in order.job_ids]}
                for order in orders],
            'contact_wishes': [
                {'date': fields.Datetime.to_string(said.date), **{name: said._get_label(field) for name, field in (
                    ('way', 'channel'), ('purpose', 'purpose'), ('answer', 'answer'), ('said', 'source'))}}
                for said in self.aftersales_consent_ids.sorted('id')],
            'kept': [
                {'kind': self.env['ir.model']._get(model).name, 'field': self.env[model]._fields[name]._description_string(
                    self.env), 'model': model, 'records': count}
                for model, name, count in self._find_personal_places(company)],
        }

    # === BUSINESS METHODS: HOW HIS NAME LEAVES ===#

    def _anonymise(self, document):
        """Remove what tells who the person is, as the system. Documents stay, with a name that tells nobody.

        :param document: the request, or the run by the table of terms, that wants it
        :raises UserError: when work, money or a dispute with him is still open, or he is one of ours
        """
        self.ensure_one()
        if self.aftersales_anonymised_date:
            raise UserError(self.env._("The name was removed already. Reload the page."))
        self._check_may_leave()
        people = self | self.with_context(active_test=False).child_ids.filtered(lambda child: not child.is_company)
        people._forget_copies()
        for person in people:
            person.with_context(active_test=False).user_ids.write({'active': False})
            person._forget_words()
        self.env['aftersales.personal.copy'].search([('request_id.partner_id', 'in', people.ids)])._forget()
        self.message_post(body=self.env._("Name removed (%(number)s).", number=document.name))

    def _check_may_leave(self):
        if self.with_context(active_test=False).user_ids.filtered(lambda user: not user.share):
            raise UserError(self.env._("%(person)s logs in as one of us. End that first.", person=self.name))
        obstacles = [
            f'{label}: {", ".join(records.mapped("display_name"))}'
            for label, records in self._get_open_matters() if records]
        if obstacles:
            raise UserError(self.env._(
                "The name of %(person)s cannot be removed while something with him is open. Finish it, or refuse the "
                "request and say why.\n%(matters)s", person=self.name, matters="\n".join(obstacles)))

    def _get_open_matters(self):
        """:return: list of (words, records) for which the house must know who he is"""
        mine = Domain('partner_id', 'child_of', self.ids)
        unpaid = Domain('move_type', 'in', ('out_invoice', 'out_refund')) & Domain('state', '!=', 'cancel')
        open_ = {
            'aftersales.order': Domain('state', 'not in', ('delivered', 'cancelled')),
            'aftersales.appointment': Domain('state', 'in', ('draft', 'booked', 'confirmed')),
            'aftersales.rescue': Domain('is_open', '=', True),
            'aftersales.complaint': Domain('is_open', '=', True),
            'aftersales.loan': Domain('state', 'not in', ('settled', 'cancelled')),
            'aftersales.contract': Domain('state', 'in', ('invoiced', 'active', 'suspended')),
            'account.move': unpaid & Domain('payment_state', 'in', ('not_paid', 'partial')),
        }
        kinds = self.env['ir.model']
        return [
            (kinds._get(model).name, self.env[model].search(mine & domain, limit=5)) for model, domain in open_.items()]

    def _forget_copies(self):
        """What documents repeat of him, and what their logs tell of it."""
        self.env.flush_all()
        mails = [*filter(None, [*self.mapped('email'), *self.mapped('phone')])]
        for model, names in COPIES.items():
            records = self.env[model].with_context(active_test=False).search([('partner_id', 'in', self.ids)])
            self._forget_fields(records, names)
        if mails:
            self.env.cr.execute(SQL(
                "UPDATE aftersales_notice SET address = NULL WHERE %s",
                SQL(" OR ").join(SQL("strpos(address, %s) > 0", mail) for mail in mails)))
            self.env['aftersales.notice'].invalidate_model(['address'], flush=False)

    @api.model
    def _forget_fields(self, records, names):
        """Empty ``names`` of ``records``, past the documents' own locks: what is forgotten is no change of what was agreed."""
        if records:
            self.env.cr.execute(SQL(
                "UPDATE %s SET %s WHERE id IN %s", SQL.identifier(records._table),
                SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in names), tuple(records.ids)))
            records.invalidate_recordset(names, flush=False)
            self._forget_changes(records, names)

    @api.model
    def _forget_changes(self, records, names):
        """The values that logs tell of ``names``; that something was changed, when and by whom stays."""
        self.env.cr.execute(SQL(
            """
            UPDATE mail_tracking_value AS told SET old_value_char = NULL, new_value_char = NULL
              FROM mail_message AS message, ir_model_fields AS field
             WHERE message.id = told.mail_message_id AND field.id = told.field_id AND message.model = %s
                   AND message.res_id IN %s AND field.name IN %s
            """, records._name, tuple(records.ids), tuple(names)))
        self.env['mail.tracking.value'].invalidate_model(flush=False)

    def _forget_words(self):
        """The contact itself: his data, his log, his place in lists of people to choose from."""
        self.ensure_one()
        self.message_ids.unlink()
        self.with_context(tracking_disable=True).write({
            **{name: False for name in PERSONAL if name in self._fields and self._fields[name].store},
            'name': self.env._("Name removed %(number)s", number=self.id),
            'aftersales_anonymised_date': fields.Datetime.now(), 'active': False})
