from urllib.parse import quote

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.http import content_disposition, request
from odoo.tools import consteq

from odoo.addons.aftersales.controllers.base import reader
from odoo.addons.portal.controllers.portal import CustomerPortal

# A customer's page is kept by no browser and no proxy: the next one at the same device sees nothing of it.
PRIVATE = {'Cache-Control': 'no-store, private', 'Referrer-Policy': 'same-origin'}


def render_unknown_link():
    """What a visitor reads whose link leads nowhere, or no longer; the house is named where there is but one."""
    # sudo: what the house is called is told to whoever asks it
    company = request.env['res.company'].sudo().search([], limit=2)
    lang = request.env['res.lang']._get_data(code=request.env.lang or 'en_US')
    path = request.httprequest.path
    return request.render('aftersales.unknown_link', {
        'company': company if len(company) == 1 else company.browse(),
        'html_lang': (lang.code or 'en_US').replace('_', '-'),
        'direction': lang.direction or 'ltr',
        # Whoever is merely logged out goes on where he wanted to; his keys stay out of it.
        'login_url': f'/web/login?redirect={quote(path)}' if path.startswith('/my/') else '/my',
    }, status=404, headers={**PRIVATE, 'X-Robots-Tag': 'noindex'})


class AftersalesPortal(CustomerPortal):
    """Base of our pages: what is the customer's own, and the entries of his home."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        for model, counter in self._get_own_models().items():
            if counter in counters:
                values[counter] = self._count_own(model)
        return values

    def _get_own_models(self):
        """Models of ``aftersales.own.mixin``: those of which a customer has pages, with the counter of each."""
        return {
            name: model._portal_counter for name, model in request.env.registry.items()
            if getattr(model, '_portal_counter', None)
        }

    def _get_own_domain(self, model):
        """Records of the customer who is logged in; none for a visitor."""
        if request.env.user._is_public():
            return Domain.FALSE
        # sudo: the domain is built from the customer's own contacts
        return request.env[model].sudo()._get_portal_domain(request.env.user.partner_id.sudo())

    def _search_own(self, model, domain=Domain.TRUE, **kwargs):
        """:return: records of the customer, SUDOED"""
        # sudo: customers have no rights on the model; the domain tells what is theirs
        return request.env[model].sudo().search(self._get_own_domain(model) & Domain(domain), **kwargs)

    def _count_own(self, model, domain=Domain.TRUE):
        # sudo: see _search_own
        return request.env[model].sudo().search_count(self._get_own_domain(model) & Domain(domain))

    def _document_check_access(self, model_name, document_id, access_token=None):
        """On our models a customer has no rights at all (RPC shows him nothing); here he gets what is his."""
        access_token = reader.read_token(access_token) or None
        document_id = reader.read_id(document_id)
        try:
            return super()._document_check_access(model_name, document_id, access_token=access_token)
        except AccessError:
            own = model_name in self._get_own_models() and self._search_own(model_name, [('id', '=', document_id)], limit=1)
            if not own:
                raise
            return own

    def _get_as_customer(self, model_name, document_id, access_token=None):
        """A record for somebody who acts for its customer: employees may look at the page, not speak in his name.

        The customer's link does not make a customer of an employee who is logged in.
        """
        access_token = reader.read_token(access_token)
        document = self._document_check_access(model_name, document_id, access_token=access_token)
        by_link = bool(access_token) and consteq(
            (document.access_token or '').encode(), access_token.encode())
        if self._is_house(document) or not by_link and not self._is_own(document):
            raise AccessError(request.env._("Only the customer does this. Use the form of the document instead."))
        return document

    def _is_own(self, document):
        """Whether the document is that of who is logged in."""
        return bool(self._search_own(document._name, [('id', '=', document.id)], limit=1))

    def _is_house(self, document):
        """Whether an employee looks at the page of a customer: he gets no key, and nothing to answer with."""
        return request.env.user._is_internal() and not self._is_own(document)

    def _get_page_view_values(self, document, access_token, values, session_history, no_breadcrumbs, **kwargs):
        """No key stands on a page that the house looks at: neither the page's own nor those of its neighbours."""
        if document._name not in self._get_own_models() or not self._is_house(document):
            return super()._get_page_view_values(
                document, access_token, values, session_history, no_breadcrumbs, **kwargs)
        document = document.with_context(aftersales_hide_keys=True)
        page = super()._get_page_view_values(document, None, values, 'aftersales_no_history', no_breadcrumbs)
        return {**page, 'is_house': True}

    def _read_clock_of(self, workshop):
        """The page shows times as the clock of the outlet does: visitors have no time zone of their own."""
        request.update_context(tz=workshop._get_tz().zone)

    def _show_paper(self, title, report, records, company=None):
        """A print as PDF; the caller has checked that the records are the customer's."""
        # sudo: customers have no rights on the records
        Report = request.env['ir.actions.report'].sudo().with_company(company)
        content, __ = Report._render_qweb_pdf(report, records.ids)
        return request.make_response(content, headers=[
            ('Content-Type', 'application/pdf'),
            ('Content-Length', len(content)),
            ('Content-Disposition', content_disposition(f"{title.replace('/', '-')}.pdf", disposition_type='inline')),
            *PRIVATE.items(),
        ])

    def _to_home(self):
        """Where everybody is sent who asks for what is not his: the same for a strange record and for none."""
        return render_unknown_link() if request.env.user._is_public() else request.redirect('/my')

    def _render_own(self, template, values):
        return request.render(template, {**self._prepare_portal_layout_values(), **values}, headers=PRIVATE)
