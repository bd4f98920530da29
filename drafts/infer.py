import json,sys,glob,re,os
AMOUNT=re.compile(r'^-?[0-9]+(\.[0-9]+)?$')
AMOUNT_KEYS={'before','after','change','decided','lowest','highest','gain','loss','amount','cost','value','total','figure','budget','amount_at_stake','money'}
# maps whose keys are names, not fields: path suffixes
MAPS=set(sys.argv[3].split(',')) if len(sys.argv)>3 else set()
class S:
    def __init__(s): s.types=set(); s.props={}; s.count=0; s.seen={}; s.items=None; s.strs=set(); s.amount=True; s.map=None; s.order=[]
    def add(s,v,key):
        if v is None: s.types.add('null')
        elif isinstance(v,bool): s.types.add('boolean')
        elif isinstance(v,int): s.types.add('integer')
        elif isinstance(v,float): s.types.add('number')
        elif isinstance(v,str):
            s.types.add('string'); 
            if len(s.strs)<50: s.strs.add(v)
            if not AMOUNT.match(v) or key not in AMOUNT_KEYS: s.amount=False
        elif isinstance(v,list):
            s.types.add('array')
            if s.items is None: s.items=S()
            for x in v: s.items.add(x,key)
        else:
            s.types.add('object'); s.count+=1
            if key in MAPS:
                s.map=s.map or S()
                for x in v.values(): s.map.add(x,'value')
                return
            for k,x in v.items():
                if k not in s.props: s.props[k]=S(); s.seen[k]=0; s.order.append(k)
                s.seen[k]+=1; s.props[k].add(x,k)
    def schema(s,key=''):
        t=set(s.types)
        if 'number' in t: t.discard('integer')
        if not t: return {}
        out={}
        types=[x for x in ('object','array','string','integer','number','boolean') if x in t]
        if 'null' in t: types.append('null')
        if types==['string'] and s.amount and s.strs and key in AMOUNT_KEYS: return {'$ref':'#/$defs/amount'}
        if types==['string','null'] and s.amount and key in AMOUNT_KEYS: return {'anyOf':[{'$ref':'#/$defs/amount'},{'type':'null'}]}
        out['type']=types[0] if len(types)==1 else types
        if 'object' in t:
            if s.map is not None: out['additionalProperties']=s.map.schema('value')
            else:
                out['properties']={k:s.props[k].schema(k) for k in s.order}
                req=[k for k in s.order if s.seen[k]==s.count]
                if req: out['required']=req
                out['additionalProperties']=False
        if 'array' in t and s.items is not None:
            it=s.items.schema(key)
            if it: out['items']=it
        if types in(['integer'],['integer','null']) and key not in('change',): out['minimum']=0
        if key=='format_version': return {'const':'1.0'}
        return out
def walk(node,f,key=''):
    if isinstance(node,dict):
        if node.get('type')=='object' or (isinstance(node.get('type'),list) and 'object' in node['type']): f(node,key)
        for k,v in node.items():
            if k=='properties':
                for pk,pv in v.items(): walk(pv,f,pk)
            elif k in('items','additionalProperties') and isinstance(v,dict): walk(v,f,key)
            elif k=='anyOf':
                for x in v: walk(x,f,key)
name,files=sys.argv[1],sys.argv[2]
root=S()
n=0
for fn in sorted(glob.glob(files)):
    t=open(fn).read()
    if not t.strip(): continue
    root.add(json.loads(t),''); n+=1
sch=root.schema()
# share equal object schemas
counts={}
def c(node,key):
    k=json.dumps({x:y for x,y in node.items() if x!='type'},sort_keys=True); counts.setdefault(k,[]).append(key)
walk(sch,c)
defs={'amount':{'description':'A number in plain digits: no grouping, a point before decimals.','type':'string','pattern':'^-?[0-9]+(\\.[0-9]+)?$'}}
names={}
def share(node,key):
    if isinstance(node,list): return [share(x,key) for x in node]
    if not isinstance(node,dict): return node
    out={}
    for k,v in node.items():
        if k=='properties': out[k]={pk:share(pv,pk) for pk,pv in v.items()}
        elif k in('items','additionalProperties') and isinstance(v,dict): out[k]=share(v,key)
        else: out[k]=v
    ty=node.get('type')
    if (ty=='object' or isinstance(ty,list) and 'object' in ty) and node is not sch and len(node.get('properties',{}))>1:
        k=json.dumps({x:y for x,y in node.items() if x!='type'},sort_keys=True)
        if len(counts.get(k,[]))>1:
            if k not in names:
                base=max(set(counts[k]),key=counts[k].count); base=base[:-1] if base.endswith('s') and not base.endswith('ss') else base
                nm=base; i=2
                while nm in defs: nm=f'{base}_{i}'; i+=1
                names[k]=nm; d=dict(out); d['type']='object'; defs[nm]=d
            ref={'$ref':f'#/$defs/{names[k]}'}
            if ty=='object': return ref
            return {'anyOf':[ref,{'type':'null'}]}
    return out
body=share(sch,'')
desc=sys.argv[4] if len(sys.argv)>4 else ''
used=json.dumps([body,defs])
if '#/$defs/amount' not in used: defs.pop('amount')
out={'$schema':'https://json-schema.org/draft/2020-12/schema','title':name,'description':desc,**body}
if defs: out['$defs']=defs
print(json.dumps(out,indent=2,ensure_ascii=False))
print(n,'files',file=sys.stderr)
