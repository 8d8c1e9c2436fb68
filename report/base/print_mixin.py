from odoo import api, fields, models


class AftersalesPrintMixin(models.AbstractModel):
    """Base of our prints: a page a record, each in the language it is printed in, by the clock of its outlet.

    All pages stand in one document with page breaks between them: builds of wkhtmltopdf
    without patched Qt cannot put several documents into one file.
    """

    _name = 'aftersales.print.mixin'
    _description = 'Print'

    _print_model = None

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env[self._print_model].browse(docids)
        docs.check_access('read')
        # sudo: whoever may read the document may print it, with all that belongs to it
        # in whatever room; access to the document itself is checked above.
        return {
            'doc_ids': docs.ids,
            'doc_model': self._print_model,
            'docs': docs,
            'printed_on': fields.Datetime.now(),
            'pages': self._prepare_all_pages(docs.sudo()),
        }

    def _prepare_all_pages(self, docs):
        """Pages of ``docs`` in their order; what was signed is printed as it was then, whatever changed since."""
        kept = self.env['aftersales.kept.print'].sudo()._get_kept(self._name.rpartition('.')[2], docs)
        pages = self._prepare_pages(docs.filtered(lambda doc: doc.id not in kept))
        if not kept:
            return pages
        result = []
        for doc in docs:
            if doc.id in kept:
                result.append(self._prepare_kept_page(doc, kept[doc.id], is_last=doc == docs[-1]))
            else:
                result += [page for page in pages if page['doc'] == doc]
        return result

    def _prepare_kept_page(self, doc, paper, is_last):
        terms = self._get_print_terms(doc)
        doc = doc.with_context(**terms)
        notes = self._get_kept_notes(doc, paper.with_context(**terms))
        return {'doc': doc, **terms, 'kept': paper._get_html(notes, is_last)}

    def _get_kept_notes(self, doc, paper):
        """Hook: what today's reader is told on a paper that was signed, in the paper's language."""
        is_sealed = isinstance(doc, self.env.registry['aftersales.evidence.mixin'])
        if paper._is_intact() and (not is_sealed or doc._is_intact()):
            return []
        return [doc.env._(
            "Checked when printed: this is not what was signed. The record was changed afterwards.")]

    def _prepare_pages(self, docs):
        """One page a record; override when a record has several or none."""
        return [self._prepare_page(doc) for doc in docs]

    def _prepare_page(self, doc):
        """Every page says its ``lang`` and its ``tz``: the templates are rendered in the one and by the other."""
        terms = self._get_print_terms(doc)
        doc = doc.with_context(**terms)
        return {'doc': doc, **terms, **self._prepare_content(doc)}

    def _get_print_terms(self, doc):
        """Language and clock of a page, as the context of whatever is read or rendered for it."""
        return {'lang': self._get_print_lang(doc), 'tz': self._get_print_tz(doc)}

    def _prepare_content(self, doc):
        """Values of the page of ``doc``, which speaks the page's language."""
        return {}

    def _get_print_lang(self, doc):
        """Papers that stay in the house speak the language of who prints them."""
        return self.env.lang or 'en_US'

    def _get_print_tz(self, doc):
        """Hook: the clock of the page, whoever prints it and wherever he is; the outlets know theirs."""
        return self.env.company.partner_id.sudo().tz or self.env.user.tz or 'UTC'
