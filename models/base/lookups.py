from odoo.fields import Domain
from odoo.tools import SQL


def looked_up(model, name, domain):
    """Records whose many2one ``name`` leads to one of ``domain``, each asked of for itself.

    ``any`` finds all customers or cars of ``domain`` before the first record is read. Of a list that shows few records
    only those are looked at: ``OFFSET 0`` keeps the database from finding the others, too.

    :param model: whose records are searched, with the rights ``domain`` is asked with
    :return: a domain for ``search``; it does not leave the server
    """
    comodel = model.env[model._fields[name].comodel_name].with_context(active_test=False)

    def to_sql(records, alias, query):
        found = comodel._search(domain)
        if found.is_empty():
            return SQL("FALSE")
        return SQL(
            "EXISTS (SELECT FROM %s AS found WHERE found.id = %s OFFSET 0)", found.subselect(),
            records._field_to_sql(alias, name, query))
    return Domain.custom(
        to_sql=to_sql, predicate=lambda record: bool(comodel.browse(record[name].id).filtered_domain(domain)))
